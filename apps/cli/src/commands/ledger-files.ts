import { existsSync, readFileSync } from 'node:fs';
import { errorText } from '@baylink/kernel';
import type { VerifyOptions } from '@baylink/ledger';
import { exitCodes } from '../exit-codes.table.js';
import { Stop } from '../say.js';

export function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (failure) {
    throw new Stop(exitCodes.usage, `${file} cannot be read (${errorText(failure)}).`);
  }
}

/** A signed text, such as a checkpoint. */
export const textIn = (file: string): string => read(file).toString('utf8').trim();

/** The checkpoint that was named, or the one that lies beside a live ledger. */
export function checkpointFor(ledger: string, named: string | undefined): Pick<VerifyOptions, 'checkpoint'> {
  const beside = `${ledger}.checkpoint`;
  const file = named ?? (existsSync(beside) ? beside : undefined);
  return file === undefined ? {} : { checkpoint: textIn(file) };
}
