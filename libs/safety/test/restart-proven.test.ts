import { expect, test } from 'vitest';
import { begin } from './begin.js';
import { brokenInvariants } from './oracle.js';
import type { Fault } from './scripted-unit.js';

type Of = NonNullable<Parameters<typeof begin>[1]>['fault'];

/** The first `count` resets meet this. */
function resets(count: number, fault: Fault, more: Of = () => undefined): Of {
  let seen = 0;
  return (bytes, ...rest) => (bytes[0] === 0x11 && seen++ < count ? fault : more(bytes, ...rest));
}

function play(fault: Of, tellsSession = true, script: Parameters<typeof begin>[1] = {}) {
  const { bench, unit, before } = begin('programming', { ...(fault && { fault }), ...script });
  unit.tellsSession = tellsSession;
  bench.run();
  const left = bench.wire.filter(({ bytes }) => bytes[0] === 0x11).length;
  return { bench, unit, left, broken: brokenInvariants(bench, unit, before) };
}

test('[JOB-R65] a reset that was lost on the wire is sent again: the unit is still in the session in which it was written', () => {
  const { bench, unit, left, broken } = play(resets(2, { kind: 'request lost' }));
  expect(bench.state).toBe('DONE');
  expect(left).toBe(3);
  expect(unit.session).toBe(1);
  expect(broken).toEqual([]);
});

test('[JOB-R65] a reset whose answer was lost is not sent again', () => {
  const { bench, left } = play(resets(1, { kind: 'answer lost' }));
  expect([bench.state, left]).toEqual(['DONE', 1]);
});

test('[JOB-R65] a unit that answers its reset and does not restart is not finished', () => {
  const { bench, unit } = play((bytes) =>
    bytes[0] === 0x22 && bytes[2] === 0x86
      ? { kind: 'answer', bytes: Uint8Array.of(0x62, 0xf1, 0x86, 0x02) }
      : undefined,
  );
  expect(bench.state).toBe('HOLD');
  expect(bench.reports.at(-1)?.sentence).toContain('still in the session in which it was written');
  expect(unit.valid).toBe(true);
});

test('[JOB-R65] a unit that never resets is not finished, in bounded time', () => {
  const { bench, left } = play(resets(99, { kind: 'request lost' }));
  expect(bench.state).toBe('HOLD');
  expect(left).toBeLessThanOrEqual(8);
  expect(bench.durable.map(({ type }) => type)).not.toContain('DONE');
});

/** Behind a reset that meets `answer`, so many looks are not answered either. */
function silentLooks(count: number, answer: Fault): Of {
  let looks = count;
  let reset = false;
  return (bytes) => {
    if (bytes[0] === 0x11) {
      const first = !reset;
      reset = true;
      return first ? answer : undefined;
    }
    return reset && looks-- > 0 ? { kind: 'request lost' } : undefined;
  };
}

test.each([
  ['has answered its reset', () => undefined, 'DONE', 1],
  ['was away after a reset without an answer', silentLooks(5, { kind: 'answer lost' }), 'DONE', 1],
  ['has lost the looks behind its reset as well', silentLooks(4, { kind: 'request lost' }), 'DONE', 2],
  ['was back at once after a reset without an answer', resets(1, { kind: 'answer lost' }), 'DONE', 1],
  ['has lost its reset and checks itself again', resets(2, { kind: 'request lost' }), 'DONE', 3],
  ['was never away', resets(99, { kind: 'request lost' }), 'HOLD', undefined],
] as const)('[JOB-R65] a unit that does not tell its session and %s', (_, fault, state, left) => {
  const played = play(fault, false);
  expect(played.bench.state).toBe(state);
  if (left !== undefined) expect(played.left).toBe(left);
});

/** S3 passes behind each of the first `count` resets, and nobody keeps the session. */
function standsStill(count: number, fault: Fault) {
  const stalled = resets(count, fault);
  const { bench, unit, before } = begin('programming', {
    fault: (bytes, ...rest) => {
      const met = stalled?.(bytes, ...rest);
      if (met !== undefined) bench.now += 6_000;
      return met;
    },
  });
  bench.run();
  const left = bench.wire.filter(({ bytes }) => bytes[0] === 0x11).length;
  return { state: bench.state, left, broken: brokenInvariants(bench, unit, before), durable: bench.durable };
}

test.each([
  ['the reset was lost', { kind: 'request lost' }],
  ['only its answer was lost', { kind: 'answer lost' }],
] as const)('[JOB-R65] a default session in which S3 may have ended is no restart: %s', (_, fault) => {
  expect(standsStill(1, fault)).toMatchObject({ state: 'DONE', left: 2, broken: [] });
});

test('[JOB-R65] where it never shows more than that, the job holds', () => {
  const { state, left, durable } = standsStill(99, { kind: 'request lost' });
  expect(state).toBe('HOLD');
  expect(left).toBeLessThanOrEqual(8);
  expect(durable.map(({ type }) => type)).not.toContain('DONE');
});

test('[JOB-R65] a unit that needs longer than S3 to start, and does not answer its reset, was away', () => {
  const { bench, left } = play(silentLooks(20, { kind: 'answer lost' }));
  expect([bench.state, left]).toEqual(['DONE', 1]);
});

test('[JOB-R65] a process that is started again behind the reset takes no default session for a restart', () => {
  let sent = 0;
  const clean = begin('programming', {
    fault: (bytes) => {
      if (bytes[0] === 0x11) sent = clean.bench.operations;
      return undefined;
    },
  });
  clean.bench.run();
  const { bench, left, broken } = play(resets(2, { kind: 'request lost' }), true, {
    kills: [{ at: sent, when: 'after' }],
  });
  expect(bench.lives).toBe(2);
  expect([bench.state, left]).toEqual(['DONE', 3]);
  expect(broken).toEqual([]);
});

test('[JOB-R65] a lost link may have ended the session as well', () => {
  const { bench, left } = play(resets(1, { kind: 'request lost' }), true, {
    events: [
      {
        when: ({ wire }) => wire.at(-1)?.bytes[0] === 0x11,
        event: { kind: 'link-lost', why: 'The connection was closed.' },
      },
      { when: ({ wire }) => wire.at(-1)?.bytes[0] === 0x11, event: { kind: 'link-back' } },
    ],
  });
  expect(bench.state).toBe('DONE');
  expect(left).toBe(2);
});

/** It answers no reset, is back at once, and does its check in any session; a person switches it off at look `off`. */
function tellsNothing(off: number): Of {
  let reset = false;
  let looks = 0;
  return (bytes) => {
    if (bytes[0] === 0x11) {
      reset = true;
      return { kind: 'answer lost' };
    }
    if (!reset) return undefined;
    looks++;
    if (looks >= off && looks < off + 10) return { kind: 'request lost' };
    return bytes[0] === 0x31 ? { kind: 'answer', bytes: Uint8Array.of(...bytes.subarray(0, 4), 0) } : undefined;
  };
}

const writesIn = ({ wire }: ReturnType<typeof play>['bench']): number =>
  wire.filter(({ bytes }) => bytes[0] === 0x34 || bytes[0] === 0x36).length;

test('[JOB-R66] a unit that can tell no restart is switched off and on by a person, which is seen', () => {
  const { bench, broken } = play(tellsNothing(60), false);
  expect(bench.state).toBe('DONE');
  expect(bench.reports.some(({ sentence }) => sentence.includes('switch the ignition off for ten seconds'))).toBe(true);
  expect(broken).toEqual([]);
});

test('[JOB-R66] where nobody does, the job holds, and what is finished is not written again when it goes on', () => {
  const { bench } = play(tellsNothing(Number.POSITIVE_INFINITY), false);
  expect(bench.state).toBe('HOLD');
  expect(bench.reports.at(-1)?.sentence).toMatch(
    /Nobody has seen the finished unit restart.*Press continue, then switch/,
  );
  const written = writesIn(bench);
  bench.resume({ kind: 'technician-continues' });
  expect(bench.state).toBe('HOLD');
  expect(writesIn(bench)).toBe(written);
});

test('[JOB-R66] a finished unit that nobody has confirmed is looked at again, and not written again', () => {
  const { bench, broken } = play(() => undefined, true, { confirms: false });
  expect(bench.durable.at(-1)).toMatchObject({ type: 'HOLD', why: 'Nobody has confirmed the finished write.' });
  const written = writesIn(bench);
  bench.resume({ kind: 'technician-continues' });
  expect(writesIn(bench)).toBe(written);
  expect(broken).toEqual([]);
});
