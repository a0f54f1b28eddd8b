import { SimulatedClock, SimulatedDisk } from '@baylink/testing/edges';
import { expect, test } from 'vitest';
import { openJobJournal } from './job-journal.js';

test.each(['create', 'sync-folder'] as const)('[SHP-R401] a full disk at "%s" is a sentence', async (kind) => {
  const disk = new SimulatedDisk().mount((operation) =>
    operation.kind === kind ? { kind: 'fail', code: 'ENOSPC' } : { kind: 'do' },
  );
  const opened = await openJobJournal({ disk, journals: '/journals', clock: new SimulatedClock() }, 'J');
  expect(opened).toMatchObject({
    ok: false,
    error: {
      rule: 'JOURNAL-OPEN',
      sentence: expect.stringMatching(/^The journal of job J .*ENOSPC.*free this shop's disk/),
    },
  });
});
