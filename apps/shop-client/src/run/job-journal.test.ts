import { SAMPLE_CAR, UNKNOWN_VEHICLE } from '@baylink/safety';
import { SimulatedClock, SimulatedDisk } from '@baylink/testing/edges';
import { expect, test } from 'vitest';
import { codingPlan, rulesOf } from '../../test/job-bench.js';
import { openJobJournal } from './job-journal.js';
import { rulesOfJobs } from './job-rules.js';

const RULES = { profile: SAMPLE_CAR, rules: rulesOf(SAMPLE_CAR) };

test.each(['create', 'sync-folder'] as const)('[SHP-R401] a full disk at "%s" is a sentence', async (kind) => {
  const disk = new SimulatedDisk().mount((operation) =>
    operation.kind === kind ? { kind: 'fail', code: 'ENOSPC' } : { kind: 'do' },
  );
  const opened = await openJobJournal({ disk, journals: '/journals', clock: new SimulatedClock(), ...RULES }, 'J');
  expect(opened).toMatchObject({
    ok: false,
    error: {
      rule: 'JOURNAL-OPEN',
      sentence: expect.stringMatching(/^The journal of job J .*ENOSPC.*free this shop's disk/),
    },
  });
});

test('[SHP-R283] what a power cut leaves of a journal that was opened lies beside the rules of its job', async () => {
  const disk = new SimulatedDisk();
  const opened = await openJobJournal(
    { disk: disk.mount(), journals: '/journals', clock: new SimulatedClock(), ...RULES },
    'J',
  );
  expect(opened.ok).toBe(true);
  disk.cut(0);
  expect(await disk.mount().names('/journals')).toContain('J.journal');
  const doubted = rulesOfJobs(disk.mount(), '/journals', { ...RULES, profile: UNKNOWN_VEHICLE }, ['no profile']);
  expect(await doubted(codingPlan({ job: 'J' }))).toEqual({ ...RULES, from: 'its beginning', why: 'no profile' });
});
