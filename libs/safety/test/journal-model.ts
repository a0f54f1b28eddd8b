import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JobRecord } from '../src/index.js';
import { type Arrow, firstMisfit, letterOf } from './explore/automaton.js';
import type { Kind } from './explore/small-jobs.js';

const MODEL = join(import.meta.dirname, '../../../model');

const read = (kind: Kind): readonly Arrow[] =>
  readFileSync(join(MODEL, `${kind}.journal.tsv`), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'))
    .map(([from = '', letter = '', to = '']) => ({ from, letter: letter === '.' ? null : letter, to }));

const models = new Map<Kind, readonly Arrow[]>();

/** The first record of a journal that no job of the committed model would have written there. */
export function misfitOf(kind: Kind, records: readonly JobRecord[]): number | undefined {
  const model = models.get(kind) ?? read(kind);
  models.set(kind, model);
  return firstMisfit(model, records.map(letterOf));
}
