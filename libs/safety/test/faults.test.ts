import { bytesOf, millis } from '@baylink/kernel';
import { NRC } from '@baylink/protocols/uds';
import { describe, expect, test } from 'vitest';
import { reopenHeld, resumeFrom, runStateOf, SAMPLE_CAR, unknown } from '../src/index.js';
import { begin } from './begin.js';
import type { Bench } from './bench.js';
import { brokenInvariants, isErase, isWrite } from './oracle.js';
import { steady } from './samples.js';
import type { Script } from './script.js';
import type { Fault } from './scripted-unit.js';

type Kind = 'coding' | 'programming';

type Live = () => Bench;

/** Plays a job to its end; a script that has to look at the running bench is made from it. */
function play(kind: Kind, script: Partial<Script> | ((live: Live) => Partial<Script>) = {}) {
  const running: Bench[] = [];
  const live: Live = () => {
    const [bench] = running;
    if (bench === undefined) throw new Error('not running yet');
    return bench;
  };
  const begun = begin(kind, typeof script === 'function' ? script(live) : script);
  running.push(begun.bench);
  begun.bench.run();
  return { ...begun, broken: brokenInvariants(begun.bench, begun.unit, begun.before) };
}

const isBlock = (bytes: Uint8Array): boolean => bytes[0] === 0x36 && bytes.length > 2;
const blocksSent = (bench: Bench): number => bench.wire.filter(({ bytes }) => isBlock(bytes)).length;
const inTransfer = (bench: Bench): boolean => bench.state === 'TRANSFER' && blocksSent(bench) >= 2;
const types = (bench: Bench): string[] => bench.durable.map(({ type }) => type);

/** Fires once, at the n-th request that `match` accepts. */
function once<F>(match: (bytes: Uint8Array) => boolean, n: number, fault: F): (bytes: Uint8Array) => F | undefined {
  let seen = 0;
  return (bytes) => (match(bytes) && ++seen === n ? fault : undefined);
}

const isRead = (bytes: Uint8Array): boolean => bytes[0] === 0x23;
const altered = (size: number): Fault => ({ kind: 'answer', bytes: new Uint8Array(size + 1).fill(0x63, 0, 1) });

describe('a unit that answers badly', () => {
  test.each(['request lost', 'answer lost', 'answer damaged'] as const)(
    '[C29][JOB-R9] %s: the same block with the same counter',
    (kind) => {
      const { bench, broken } = play('programming', { fault: once(isBlock, 3, { kind }) });
      expect(broken).toEqual([]);
      expect(bench.state).toBe('DONE');
      expect(types(bench)).not.toContain('REENTRY');
      const counters = bench.wire.filter(({ bytes }) => isBlock(bytes)).map(({ bytes }) => bytes[1]);
      expect(counters).toEqual([1, 2, 3, 3, 4, 5, 1]);
    },
  );

  test('[C29][JOB-R9] three lost answers to one block are a lost session, not a fourth try', () => {
    let lost = 0;
    const { bench, broken } = play('programming', {
      fault: (bytes) => (isBlock(bytes) && bytes[1] === 2 && ++lost <= 3 ? { kind: 'answer lost' } : undefined),
    });
    expect(broken).toEqual([]);
    expect(types(bench).filter((type) => type === 'REENTRY')).toHaveLength(1);
    expect(bench.state).toBe('DONE');
  });

  test('[C29][JOB-R9] a pause between two tries does not begin the count anew', () => {
    let lost = 0;
    const { bench, broken } = play('programming', (live) => {
      let since = Number.POSITIVE_INFINITY;
      return {
        fault: (bytes) => {
          if (!isBlock(bytes) || bytes[1] !== 2 || types(live()).includes('REENTRY')) return undefined;
          if (++lost === 1) live().dip(12_000);
          return { kind: 'answer lost' };
        },
        volts: (t) => {
          if (since > t && lost > 0) since = t;
          return t >= since && t < since + 10_000 ? 12_000 : steady(t);
        },
      };
    });
    expect(broken).toEqual([]);
    expect(types(bench)).toEqual(expect.arrayContaining(['PAUSE', 'RESUME', 'REENTRY']));
    expect(lost).toBe(3);
    expect(bench.state).toBe('DONE');
  });

  test.each([
    NRC.requestSequenceError,
    NRC.requestOutOfRange,
    NRC.transferDataSuspended,
    NRC.generalProgrammingFailure,
    NRC.wrongBlockSequenceCounter,
    NRC.voltageTooHigh,
    NRC.voltageTooLow,
  ])('[C30][JOB-R10] NRC %i to a block: no next block, the block is named, the unit is entered again', (nrc) => {
    const { bench, broken } = play('programming', { fault: once(isBlock, 2, { kind: 'nrc', nrc }) });
    expect(broken).toEqual([]);
    const at = bench.wire.findIndex(({ bytes }) => isBlock(bytes) && bytes[1] === 2);
    expect(isBlock(bench.wire[at + 1]?.bytes ?? bytesOf())).toBe(false);
    expect(bench.durable.find(({ type }) => type === 'REENTRY')).toMatchObject({
      n: 1,
      why: expect.stringContaining('block 2'),
    });
    expect(bench.state).toBe('DONE');
  });

  test('[JOB-R10] a unit that resets in mid-transfer is entered, erased and written again', () => {
    const { bench, broken } = play('programming', { fault: once(isBlock, 4, { kind: 'reset' }) });
    expect(broken).toEqual([]);
    expect(bench.state).toBe('DONE');
    expect(bench.wire.filter(isErase)).toHaveLength(3);
  });

  test('[JOB-R11] a segment that the unit itself finds right is not erased again', () => {
    const { bench, broken } = play('programming', { fault: once(isBlock, 6, { kind: 'reset' }) });
    expect(broken).toEqual([]);
    expect(bench.state).toBe('DONE');
    expect(bench.wire.filter(isErase).map(({ bytes }) => bytes[7])).toEqual([0x80, 0xa0, 0xa0]);
  });

  test('[JOB-R12] a segment that the unit does not find right any more is written again', () => {
    const compare = (bytes: Uint8Array) => bytes[0] === 0x31 && bytes[2] === 0x02 && bytes[3] === 0x02;
    const reset = once(isBlock, 6, { kind: 'reset' } as const);
    const { bench, broken } = play('programming', {
      fault: (bytes) => (compare(bytes) ? { kind: 'answer', bytes: bytesOf(0x71, 1, 2, 2, 1) } : reset(bytes)),
    });
    expect(broken).toEqual([]);
    expect(bench.state).toBe('DONE');
    expect(bench.wire.filter(isErase).map(({ bytes }) => bytes[7])).toEqual([0x80, 0xa0, 0x80, 0xa0]);
  });

  test('[JOB-R13] a check that fails once writes again, twice restores the backup', () => {
    const again = begin('programming');
    again.unit.checkAnswers.push(1);
    again.bench.run();
    expect(again.bench.state).toBe('DONE');
    expect(brokenInvariants(again.bench, again.unit, again.before)).toEqual([]);

    const back = begin('programming');
    back.unit.checkAnswers.push(1, 1);
    back.bench.run();
    expect(back.bench.state).toBe('RESTORED');
    expect(brokenInvariants(back.bench, back.unit, back.before)).toEqual([]);
    expect(types(back.bench)).toContain('RESTORE_INTENT');
  });

  test('[JOB-R14] a unit that dies after the erase ends in HOLD, with reason and next step, in bounded time', () => {
    const { unit, bench, before } = begin('programming', {
      fault: (bytes) => {
        if (isBlock(bytes)) unit.alive = false;
        return undefined;
      },
    });
    bench.run();
    expect(bench.state).toBe('HOLD');
    expect(brokenInvariants(bench, unit, before)).toEqual([]);
    expect(bench.alarms.at(-1)).toContain('Keep power and cable connected');
  });

  test.each(['no restart', 'restart'])(
    '[JOB-R15] after HOLD and %s a technician who presses continue gets fresh tries',
    (after) => {
      let dead = true;
      const { unit, bench, before } = begin('programming', {
        fault: (bytes) => (dead && isErased() && bytes[0] !== 0x22 ? { kind: 'request lost' } : undefined),
      });
      const isErased = () => !unit.valid;
      bench.run();
      expect(bench.state).toBe('HOLD');
      const given = { profile: bench.job.brief.profile, bootId: 'boot-2', usedCounter: 9 };
      expect(resumeFrom(bench.durable, given).ok).toBe(false);
      const reopened = reopenHeld(bench.durable, given);
      if (!reopened.ok) throw new Error(reopened.error);
      expect(runStateOf(reopened.value)).toBe('HOLD');
      if (after === 'restart') bench.job = reopened.value;
      dead = false;
      bench.resume({ kind: 'technician-continues' });
      expect(['DONE', 'RESTORED']).toContain(bench.state);
      expect(brokenInvariants(bench, unit, before)).toEqual([]);
    },
  );

  test('[JOB-R16] a wrong key is never tried again: before the erase the job ends clean', () => {
    const { unit, bench, broken } = play('programming', {
      fault: once((bytes) => bytes[0] === 0x27 && bytes[1] === 2, 1, { kind: 'nrc', nrc: NRC.invalidKey }),
    });
    expect(bench.state).toBe('ABORTED_CLEAN');
    expect(broken).toEqual([]);
    expect(bench.wire.filter(({ bytes }) => bytes[0] === 0x27 && bytes[1] === 2)).toHaveLength(1);
    expect(unit.valid).toBe(true);
  });

  test.each([NRC.invalidKey, NRC.exceedNumberOfAttempts])(
    '[JOB-R16] NRC %i to the key in REENTRY holds at once',
    (nrc) => {
      let keys = 0;
      const resets = once(isBlock, 2, { kind: 'reset' } as const);
      const { bench, broken } = play('programming', {
        fault: (bytes) => (bytes[0] === 0x27 && bytes[1] === 2 && ++keys === 2 ? { kind: 'nrc', nrc } : resets(bytes)),
      });
      expect(broken).toEqual([]);
      expect(bench.state).toBe('HOLD');
      expect(keys).toBe(2);
    },
  );

  test('[C25][JOB-R16] a seed of zeros means unlocked: no key is sent', () => {
    const begun = begin('programming', {
      fault: (bytes) => {
        if (bytes[0] === 0x27) begun.unit.unlocked = true;
        return undefined;
      },
    });
    begun.bench.run();
    expect(begun.bench.state).toBe('DONE');
    expect(begun.unit.keysTried).toBe(0);
  });

  test('[JOB-R5] a value that does not read back takes everything back, and the next one is not written', () => {
    const isReadBack = (bytes: Uint8Array) => bytes[0] === 0x22 && bytes[1] === 0x06 && bytes[2] === 0x10;
    // Snapshot, look, and then the reading after the write.
    const answer = { kind: 'answer', bytes: bytesOf(0x62, 0x06, 0x10, 0xff, 0xff) } as const;
    const { bench, broken } = play('coding', { fault: once(isReadBack, 3, answer) });
    expect(broken).toEqual([]);
    expect(bench.state).toBe('RESTORED');
    expect(bench.wire.filter(({ bytes }) => bytes[0] === 0x2e && bytes[2] === 0x11)).toHaveLength(0);
  });

  test('[JOB-R31] memory that reads differently the second time is no backup', () => {
    const { bench, broken } = play('programming', { fault: once(isRead, 3, altered(0xff0)) });
    expect(broken).toEqual([]);
    expect(bench.state).toBe('ABORTED_CLEAN');
    expect(types(bench)).not.toContain('BACKUP');
  });

  test('[JOB-R31] a reading that is too long or empty is no reading', () => {
    for (const size of [0, 0xff1]) {
      const { bench, broken } = play('programming', { fault: once(isRead, 2, altered(size)) });
      expect(broken).toEqual([]);
      expect(bench.state).toBe('ABORTED_CLEAN');
    }
  });

  test('[JOB-R73] a backup that reads back as another one is not recorded, and nothing was changed', () => {
    const { bench, broken } = play('programming', { stored: () => '00'.repeat(32) });
    expect(broken).toEqual([]);
    expect(bench.state).toBe('ABORTED_CLEAN');
    expect(types(bench)).not.toContain('BACKUP');
  });

  test('[JOB-R32] memory that does not read back as it was staged is written again, and the second time restored', () => {
    const again = play('programming', { fault: once(isRead, 7, altered(0xff0)) });
    expect(again.broken).toEqual([]);
    expect(again.bench.state).toBe('DONE');
    expect(again.bench.wire.filter(isErase)).toHaveLength(4);
    let reads = 0;
    const back = play('programming', (live) => ({
      fault: (bytes) => (isRead(bytes) && ++reads > 6 && live().job.mode === 'write' ? altered(16) : undefined),
    }));
    expect(back.broken).toEqual([]);
    expect(back.bench.state).toBe('RESTORED');
  });

  test('[JOB-R17] another unit that answers in ENTRY ends the job clean; in REENTRY it is not written', () => {
    const swapped = begin('programming', {
      fault: (bytes) => {
        if (bytes[0] === 0x27) swapped.unit.texts.serial = 'OTHER';
        return undefined;
      },
    });
    swapped.bench.run();
    expect(swapped.bench.state).toBe('ABORTED_CLEAN');
    expect(swapped.bench.wire.filter(isWrite)).toHaveLength(0);

    const moved = begin('programming', {
      fault: (bytes) => {
        if (!isBlock(bytes) || bytes[1] !== 3) return undefined;
        moved.unit.texts.serial = 'OTHER';
        return { kind: 'reset' };
      },
    });
    moved.bench.run();
    expect(moved.bench.state).toBe('HOLD');
    const at = moved.bench.wire.findIndex(({ bytes }) => isBlock(bytes) && bytes[1] === 3);
    expect(moved.bench.wire.slice(at + 1).filter((frame) => isErase(frame) || frame.bytes[0] === 0x34)).toHaveLength(0);
  });

  test.each([bytesOf(0x74, 0x10, 0x02), bytesOf(0x74, 0x00), bytesOf(0x74, 0x20, 0x00, 0x00), bytesOf(0x74)])(
    '[C27][JOB-R18] a block length that leaves no data is never used (%#)',
    (bytes) => {
      const { bench, broken } = play('programming', {
        fault: once((request) => request[0] === 0x34, 1, { kind: 'answer', bytes }),
      });
      expect(broken).toEqual([]);
      expect(bench.state).toBe('DONE');
      const at = bench.wire.findIndex((frame) => frame.bytes[0] === 0x34);
      expect(bench.wire[at + 1]?.bytes[0]).toBe(0x10);
    },
  );
});

describe('the supply during a write', () => {
  /** Another level, or silence, from the second block on, for so long. */
  const dip =
    (level: number | undefined, lasts: number) =>
    (live: Live): Partial<Script> => {
      let since = Number.POSITIVE_INFINITY;
      return {
        volts: (t) => {
          if (since > t && blocksSent(live()) >= 2) since = t;
          return t >= since && t < since + lasts ? level : steady(t);
        },
      };
    };

  test('[JOB-R6] a sag pauses at a block boundary, keeps the session, and goes on with the next block', () => {
    const { bench, broken } = play('programming', dip(12_000, 20_000));
    expect(broken).toEqual([]);
    expect(bench.state).toBe('DONE');
    expect(bench.reports.map(({ state }) => state)).toContain('PAUSED');
    expect(types(bench)).toEqual(expect.arrayContaining(['PAUSE', 'RESUME']));
    expect(types(bench)).not.toContain('REENTRY');
    expect(bench.wire.filter(isErase)).toHaveLength(2);
  });

  test('[JOB-R6] it resumes only 0.2 V above the limit, held for 3 s', () => {
    const { bench } = play('programming', dip(13_500, 20_000));
    const gaps = bench.wire.map(({ at }, i) => at - (bench.wire[i - 1]?.at ?? at));
    expect(Math.max(...gaps)).toBeGreaterThanOrEqual(22_500);
    expect(bench.state).toBe('DONE');
    const between = play('programming', (live) => {
      let since = Number.POSITIVE_INFINITY;
      return {
        volts: (t) => {
          if (since > t && blocksSent(live()) >= 2) since = t;
          return t < since ? steady(t) : t < since + 5_000 ? 13_500 : 13_700;
        },
      };
    });
    expect(between.bench.state).toBe('HOLD');
  });

  test('[JOB-R7] a pause of 15 minutes ends in HOLD', () => {
    const { bench, broken } = play('programming', dip(12_000, 2_000_000));
    expect(broken).toEqual([]);
    expect(bench.state).toBe('HOLD');
  });

  test('[JOB-R8] below critical nothing more is sent, not even TesterPresent', () => {
    const { bench, broken } = play('programming', dip(10_400, 2_000_000));
    expect(broken).toEqual([]);
    expect(bench.state).toBe('HOLD');
    expect(bench.outs.findLast(({ kind }) => kind === 'tester-present')).toMatchObject({ on: false });
    expect(bench.alarms).not.toHaveLength(0);
  });

  test('[JOB-R6] a source that falls silent pauses, and the write goes on when it is back', () => {
    const { bench, broken } = play('programming', dip(undefined, 30_000));
    expect(broken).toEqual([]);
    expect(bench.reports.map(({ state }) => state)).toContain('PAUSED');
    expect(bench.state).toBe('DONE');
  });

  test('[JOB-R6] a voltage dip during the erase does not abort', () => {
    const { bench, unit } = play('programming', (live) => ({
      volts: (t) => (live().state === 'ERASING' || pausedFor(live()) < 30_000 ? 12_000 : steady(t)),
      fault: (bytes) => {
        if (isErase({ at: 0, bytes, unit: 0, durable: 0 })) live().dip(12_000);
        return undefined;
      },
    }));
    expect(bench.reports.map(({ state }) => state)).toContain('PAUSED');
    expect(bench.state).toBe('DONE');
    expect(unit.valid).toBe(true);
  });
});

/** How long the job has been in PAUSED; for ever when it is not. */
const pausedFor = ({ job, now }: Bench): number =>
  job.phase.task === 'pausing' ? now - job.phase.since : Number.POSITIVE_INFINITY;

describe('people and lines', () => {
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
});

describe('disk', () => {
  test('[JOB-R19] an fsync that fails before the erase refuses; the erase never leaves', () => {
    for (const type of ['PLAN', 'STAGED', 'BACKUP', 'ACK', 'ERASE_INTENT']) {
      const { bench, broken } = play('programming', { fsyncFails: (record) => record.type === type });
      expect(broken).toEqual([]);
      expect(bench.state).toBe('ABORTED_CLEAN');
      expect(bench.wire.filter(isWrite)).toHaveLength(0);
    }
  });

  test('[JOB-R19][JOB-R85] an fsync that fails after it alarms and goes on; the end is told when it is durable, with all before it', () => {
    for (const type of ['ERASE_DONE', 'VERIFY', 'POST'] as const) {
      const clean = play('programming').bench.durable.map((record) => record.type);
      const { bench, unit, broken } = play('programming', { fsyncFails: (record) => record.type === type });
      expect(broken).toEqual([]);
      expect(bench.state).toBe('DONE');
      expect(unit.valid).toBe(true);
      expect(bench.alarms.join()).toContain('journal cannot be written');
      expect(bench.durable.map((record) => record.type)).toEqual(clean);
    }
  });

  test('[JOB-R85] a good end that the disk never takes is told with an alarm of its own', () => {
    let failed = false;
    const { bench, unit } = play('programming', {
      fsyncFails: ({ type }) => {
        failed ||= type === 'VERIFY';
        return failed;
      },
    });
    expect(bench.state).toBe('DONE');
    expect(unit.valid).toBe(true);
    expect(bench.durable.some(({ type }) => type === 'DONE')).toBe(false);
    expect(bench.alarms.at(-1)).toContain('after a restart');
  });

  test('[JOB-R21] one rotten page is fetched again; a page that stays rotten never reaches the unit', () => {
    let rotten = 1;
    const healed = play('programming', { rot: (segment, offset) => segment === 0 && offset === 4_096 && rotten-- > 0 });
    expect(healed.broken).toEqual([]);
    expect(healed.bench.state).toBe('DONE');
    expect(healed.bench.wire.filter(isErase)).toHaveLength(2);
    const { bench, broken } = play('programming', (live) => ({
      rot: (segment, offset) => segment === 0 && offset === 4_096 && live().job.mode === 'write',
    }));
    expect(broken).toEqual([]);
    expect(bench.state).toBe('RESTORED');
  });
});

describe('facts that go away', () => {
  test('[JOB-R2] whatever gate is closed, nothing of write class leaves and the job ends clean', () => {
    const closed: Record<string, Partial<Script>> = {
      'voltage too low': { volts: () => 12_900 },
      'voltage source silent': { volts: () => undefined },
      'no scan': { surroundings: (facts) => ({ ...facts, diagnosis: unknown('none') }) },
      'no link record': { surroundings: (facts) => ({ ...facts, link: unknown('none') }) },
      'no authority': { surroundings: (facts) => ({ ...facts, authority: unknown('none') }) },
      'no agreements known': { surroundings: (facts) => ({ ...facts, agreements: unknown('none') }) },
      'laptop battery low': {
        surroundings: (facts, t) => ({
          ...facts,
          workstation: {
            known: true,
            at: millis(t),
            source: 'x',
            value: { freeDiskBytes: 1e9, power: { kind: 'battery', percent: 20 } },
          },
        }),
      },
      'nobody agrees': { acknowledge: () => undefined },
    };
    for (const script of Object.values(closed)) {
      for (const kind of ['programming', 'coding'] as const) {
        const { bench, broken } = play(kind, script);
        expect(broken).toEqual([]);
        expect(bench.state).toBe('ABORTED_CLEAN');
        expect(bench.wire.some(({ bytes }) => bytes[0] === 0x27 || (bytes[0] === 0x10 && bytes[1] === 2))).toBe(false);
      }
    }
  }, 60_000);

  test('[JOB-R2] a gate that closes between arming and the erase ends clean, ENTRY undone', () => {
    const { bench, broken } = play('programming', (live) => ({
      surroundings: (facts) => (live().state === 'ENTRY' ? { ...facts, link: unknown('gone') } : facts),
    }));
    expect(bench.reports.map(({ state }) => state)).toContain('ENTRY');
    expect(broken).toEqual([]);
    expect(bench.state).toBe('ABORTED_CLEAN');
  });

  test('[JOB-R2] a no that waiting cannot mend ends the job at once', () => {
    const revoked = play('programming', {
      surroundings: (facts, t) =>
        facts.authority.known && t > 1_100
          ? { ...facts, authority: { ...facts.authority, value: { ...facts.authority.value, revoked: true } } }
          : facts,
    }).bench;
    expect(revoked.state).toBe('ABORTED_CLEAN');
    expect(revoked.now).toBeLessThan(20_000);
    const changed = begin('programming', {
      events: [{ when: ({ state }) => state === 'PREFLIGHT_OK', event: { kind: 'tick' } }],
      acknowledge: () => {
        changed.unit.texts.partNumber = 'OTHER';
        return undefined;
      },
    });
    changed.bench.run();
    expect(changed.bench.state).toBe('ABORTED_CLEAN');
    expect(changed.bench.now).toBeLessThan(30_000);
  });

  test('[JOB-R2] an ENTRY that takes longer than an identity may be old is still one ENTRY', () => {
    const { timing } = SAMPLE_CAR;
    const profile = { ...SAMPLE_CAR, timing: { ...timing, identityMaxAge: 3_000 } };
    const slow = begin(
      'programming',
      {
        fault: () => {
          if (slow.bench.state === 'ENTRY') slow.bench.now += 900;
          return undefined;
        },
      },
      { profile },
    );
    slow.bench.run();
    expect(brokenInvariants(slow.bench, slow.unit, slow.before)).toEqual([]);
    expect(slow.bench.state).toBe('DONE');
  });
});
