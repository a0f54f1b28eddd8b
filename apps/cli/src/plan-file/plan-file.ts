import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type PlanDocument, planDocument } from '@baylink/contracts';
import { errorText } from '@baylink/kernel';
import type { z } from 'zod';
import { exitCodes } from '../exit-codes.table.js';
import { Stop } from '../say.js';

/** A file of the command line as the shape that it has to have, or one sentence with everything that is wrong. */
export function readShape<T>(file: string, shape: z.ZodType<T>, what: string): T {
  const parsed = shape.safeParse(readJson(file, what));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`);
  throw new Stop(exitCodes.usage, `${file} is not ${what}: ${faults.join('; ')}.`);
}

function readJson(file: string, what: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (failure) {
    throw new Stop(exitCodes.usage, `${file} cannot be read as ${what} (${errorText(failure)}).`);
  }
}

export const readPlanDocument = (file: string): PlanDocument =>
  readShape(file, planDocument, 'a signed plan of `baylink plan sign`');

/** A file that is there already is only replaced when the caller has read it before. */
export function writeJson(file: string, value: unknown, replace: 'replace' | 'keep'): void {
  const text = `${JSON.stringify(value)}\n`;
  try {
    if (replace === 'keep') writeFileSync(file, text, { flag: 'wx' });
    else {
      writeFileSync(`${file}.new`, text);
      renameSync(`${file}.new`, file);
    }
  } catch (failure) {
    throw new Stop(exitCodes.usage, `${file} cannot be written (${errorText(failure)}); name another file.`);
  }
}
