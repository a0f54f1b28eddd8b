import type { RunReport } from '@baylink/contracts';
import { ok } from '@baylink/kernel';
import type { LedgerRecord } from '@baylink/ledger';
import { expect, test } from 'vitest';
import { codingPlan } from '../../test/job-bench.js';
import type { VisitLedger } from '../ledger/visit-ledger.js';
import { draftReport } from './draft-report.js';
import { recordReport } from './run-record.js';

const DIGEST = 'a1'.repeat(32);
const BEFORE = draftReport(codingPlan(), DIGEST, 'maple river candle');
const PREPARED: RunReport = {
  ...BEFORE,
  backup: {
    grade: 'B',
    digest: 'cc'.repeat(32),
    media: ['shop-disk', 'broker'],
    refusal: { request: '2344', response: '7f2331' },
    original: 'ee'.repeat(32),
    sentence: 'Grade B.',
  },
  rehearsal: {
    twin: 'dd'.repeat(32),
    scenes: [{ scene: 'the plan as it is', held: true, sentence: 'It ended in DONE.' }],
    sentence: 'All held.',
  },
};

test('[SHP-R263] backup and rehearsal are recorded when they are there, and once', () => {
  const recorded: LedgerRecord[] = [];
  const ledger: Pick<VisitLedger, 'record'> = { record: (entry) => ok(void recorded.push(entry)) };
  const hear = (before: RunReport, report: RunReport): void =>
    recordReport(ledger as VisitLedger, before, report, () => ({ millivolts: 13_900, source: 'meter', sentence: '' }));
  hear(BEFORE, PREPARED);
  hear(PREPARED, { ...PREPARED, sentence: 'something else' });
  const { job } = BEFORE;
  expect(recorded).toEqual([
    { kind: 'backup', data: { job, plan: DIGEST, ...PREPARED.backup } },
    { kind: 'rehearsal', data: { job, plan: DIGEST, ...PREPARED.rehearsal } },
  ]);
});
