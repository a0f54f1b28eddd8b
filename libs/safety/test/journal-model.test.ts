import { expect, test } from 'vitest';
import type { JobRecord, RecordType } from '../src/index.js';
import { begin } from './begin.js';
import { misfitOf } from './journal-model.js';

const journalOf = (kind: 'programming' | 'coding') => begin(kind).bench.run().durable;
const at = (journal: readonly JobRecord[], type: RecordType): number =>
  journal.findIndex((record) => record.type === type);
const without = (journal: readonly JobRecord[], type: RecordType) => journal.filter((record) => record.type !== type);

test.each(['programming', 'coding'] as const)(
  '[JOB-R34] the journal of an undisturbed %s job is one of the model',
  (kind) => {
    expect(misfitOf(kind, journalOf(kind))).toBeUndefined();
  },
);

test.each<RecordType>([
  'STAGED',
  'BACKUP',
  'REHEARSAL',
  'ACK',
  'ERASE_INTENT',
  'ERASE_DONE',
  'VERIFY',
  'RESET_INTENT',
  'POST',
])('[JOB-R34] a journal from which %s was taken is not', (type) =>
  expect(misfitOf('programming', without(journalOf('programming'), type))).toBeDefined(),
);

test('[JOB-R34] nor is one whose erase was done before it was intended, or that goes on after its end', () => {
  const journal = journalOf('programming');
  const [intent, done] = [at(journal, 'ERASE_INTENT'), at(journal, 'ERASE_DONE')];
  const turned = journal.map((record, i) => (i === intent ? journal[done] : i === done ? journal[intent] : record));
  expect(misfitOf('programming', turned as JobRecord[])).toBe(intent);
  expect(misfitOf('programming', [...journal, ...journal.slice(-1)])).toBe(journal.length);
});

test('[JOB-R34] nor one that tells of a clean abort after an erase', () => {
  const journal = journalOf('programming');
  const aborted: JobRecord = { type: 'ABORT', at: 0, why: 'doctored' };
  const cut = at(journal, 'ERASE_DONE') + 1;
  expect(misfitOf('programming', [...journal.slice(0, cut), aborted])).toBe(cut);
});
