import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JobRecord } from '../src/index.js';
import { JournalModel, readArrows } from '../src/journal-model/index.js';
import type { Kind } from './explore/small-jobs.js';

const MODEL = join(import.meta.dirname, '../../../model');

const models = new Map<Kind, JournalModel>();

/** The first record of a journal that no job of the committed model would have written there. */
export function misfitOf(kind: Kind, records: readonly JobRecord[]): number | undefined {
  const model =
    models.get(kind) ?? new JournalModel(readArrows(readFileSync(join(MODEL, `${kind}.journal.tsv`), 'utf8')));
  models.set(kind, model);
  return model.firstMisfit(records);
}
