import { NRC } from '@baylink/protocols/uds';
import { expect, test } from 'vitest';
import type { Bench } from '../bench.js';
import { inTransfer, once, play } from './play.js';

test.each([{ kind: 'nrc', nrc: NRC.conditionsNotCorrect }, { kind: 'request lost' }] as const)(
  '[JOB-R3] a session that the unit does not leave (%o) is left to lapse before the job ends',
  (fault) => {
    const { bench, broken } = play('programming', (live) => ({
      events: [{ when: ({ state }) => state === 'ENTRY', event: { kind: 'technician-stop' } }],
      fault: (bytes) =>
        bytes[0] === 0x10 && bytes[1] === 1 && live().job.phase.task === 'undoing' ? fault : undefined,
    }));
    expect(broken).toEqual([]);
    expect(bench.state).toBe('ABORTED_CLEAN');
  },
);

test.each(['technician-stop', 'expert-stop'] as const)(
  '[JOB-R3] %s before the erase ends clean and undoes ENTRY',
  (kind) => {
    for (const state of ['STAGED', 'BACKED_UP', 'ARMED', 'ENTRY']) {
      const { bench, broken } = play('programming', {
        events: [{ when: (running) => running.state === state, event: { kind } }],
      });
      expect(broken).toEqual([]);
      expect(bench.state).toBe('ABORTED_CLEAN');
    }
  },
);

test.each(['technician-stop', 'expert-stop'] as const)(
  '[JOB-R4] %s after the erase is told, and the write goes on',
  (kind) => {
    const { bench, broken } = play('programming', { events: [{ when: inTransfer, event: { kind } }] });
    expect(broken).toEqual([]);
    expect(bench.state).toBe('DONE');
    expect(bench.reports.some(({ sentence }) => sentence.includes('It goes on'))).toBe(true);
  },
);

test.each(['technician-stop', 'expert-stop'] as const)(
  '[JOB-R5] %s in coding writes the old values back, last first',
  (kind) => {
    const writes = (bench: Bench) => bench.wire.filter(({ bytes }) => bytes[0] === 0x2e).map(({ bytes }) => bytes[2]);
    const { bench, broken } = play('coding', {
      events: [{ when: (running) => writes(running).length === 2, event: { kind } }],
    });
    expect(broken).toEqual([]);
    expect(bench.state).toBe('RESTORED');
    expect(writes(bench)).toEqual([0x10, 0x11, 0x11, 0x10]);
  },
);

test('[JOB-R5] a second value that the unit refuses takes the first one back', () => {
  const { bench, broken } = play('coding', {
    fault: once((bytes) => bytes[0] === 0x2e && bytes[2] === 0x11, 1, { kind: 'nrc', nrc: NRC.requestOutOfRange }),
  });
  expect(broken).toEqual([]);
  expect(bench.state).toBe('RESTORED');
});

test('[JOB-R10] a link that is gone for a minute is waited for, and the write is finished', () => {
  let down = false;
  let back = 0;
  const { bench, broken } = play('programming', {
    fault: () => (down ? { kind: 'request lost' } : undefined),
    events: [
      {
        when: (running) => {
          if (!inTransfer(running)) return false;
          down = true;
          back = running.now + 60_000;
          return true;
        },
        event: { kind: 'link-lost', why: 'The adapter was unplugged.' },
      },
      {
        when: (running) => {
          if (!down || running.now < back) return false;
          down = false;
          return true;
        },
        event: { kind: 'link-back' },
      },
    ],
  });
  expect(broken).toEqual([]);
  expect(bench.state).toBe('DONE');
});

test('[JOB-R10] a link that never comes back ends in HOLD', () => {
  let down = false;
  const { bench } = play('programming', {
    fault: () => (down ? { kind: 'request lost' } : undefined),
    events: [
      {
        when: (running) => {
          down = inTransfer(running) || down;
          return down;
        },
        event: { kind: 'link-lost', why: 'The adapter was unplugged.' },
      },
    ],
  });
  expect(bench.state).toBe('HOLD');
});

test('what did not leave is told as that, and not as a fault of the link', () => {
  const why = 'The door sent nothing: the disk is full.';
  const { bench } = play('programming', {
    fault: (bytes) => (bytes[0] === 0x22 ? { kind: 'not taken', why } : undefined),
  });
  expect(bench.state).toBe('ABORTED_CLEAN');
  const told = bench.reports.map(({ sentence }) => sentence).join(' ');
  expect(told).toContain(why);
  expect(told).not.toContain('vehicle link failed');
});
