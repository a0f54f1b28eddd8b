import { err, errorText, millis, ok, type Result } from '@baylink/kernel';
import { z } from 'zod';
import { SAMPLE_UNITS } from '../car/sample/profiles.js';
import type { ScriptEntry, Trigger } from '../car/script.js';
import { UNIT_REPORTS } from '../unit/report.js';
import { faultOf, readAction } from './action.schema.js';

const time = z.number().min(0).max(86_400_000);

const When = z.union([
  z.strictObject({ at: time }),
  z.strictObject({
    on: z.strictObject({
      unit: z.enum(SAMPLE_UNITS.map(({ name }) => name)),
      report: z.enum(UNIT_REPORTS),
      block: z.number().int().min(1).optional(),
      after: time.default(0),
    }),
  }),
]);

/** A JSON array of entries, or one entry a line. */
export function parseScript(text: string): Result<readonly ScriptEntry[], string> {
  const raw = readEntries(text);
  if (!raw.ok) return raw;
  const entries: ScriptEntry[] = [];
  for (const [i, value] of raw.value.entries()) {
    const entry = readEntry(value);
    if (!entry.ok) return err(`entry ${i + 1}: ${entry.error}`);
    entries.push(entry.value);
  }
  return ok(entries);
}

function readEntries(text: string): Result<readonly unknown[], string> {
  if (text.trimStart().startsWith('[')) {
    const array = readJson(text);
    return array.ok && Array.isArray(array.value) ? ok(array.value) : err('it begins like a JSON array and is none');
  }
  const entries: unknown[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const entry = readJson(line);
    if (!entry.ok) return err(`line ${i + 1} is not JSON (${entry.error})`);
    entries.push(entry.value);
  }
  return ok(entries);
}

function readEntry(value: unknown): Result<ScriptEntry, string> {
  if (typeof value !== 'object' || value === null) return err('it is not an object');
  const { at, on, do: name, ...fields } = { at: undefined, on: undefined, do: undefined, ...value };
  const when = When.safeParse({ ...(at === undefined ? {} : { at }), ...(on === undefined ? {} : { on }) });
  if (!when.success) return err(`it needs "at" in milliseconds or "on" with unit and report (${faultOf(when.error)})`);
  const action = readAction(name, fields);
  return action.ok ? ok({ when: trigger(when.data), action: action.value }) : action;
}

function trigger(when: z.output<typeof When>): Trigger {
  if ('at' in when) return { kind: 'at', at: millis(when.at) };
  const { unit, report, block, after } = when.on;
  return { kind: 'report', unit, report, block, delay: millis(after) };
}

function readJson(text: string): Result<unknown, string> {
  try {
    return ok(JSON.parse(text));
  } catch (cause) {
    return err(errorText(cause));
  }
}
