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

function play(fault: Of, tellsSession = true) {
  const { bench, unit, before } = begin('programming', { ...(fault && { fault }) });
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

test.each([
  ['has answered its reset', () => undefined, 'DONE', 1],
  ['was away after a reset without an answer', lostLook({ kind: 'answer lost' }), 'DONE', 1],
  ['was never away', resets(99, { kind: 'request lost' }), 'HOLD', undefined],
] as const)('[JOB-R65] a unit that does not tell its session and %s', (_, fault, state, left) => {
  const played = play(fault, false);
  expect(played.bench.state).toBe(state);
  if (left !== undefined) expect(played.left).toBe(left);
});

/** The first question behind the reset is not answered: the unit is starting. */
function lostLook(answer: Fault): Of {
  let [reset, looked] = [false, false];
  return (bytes) => {
    if (bytes[0] === 0x11) {
      reset = true;
      return answer;
    }
    if (!reset || looked) return undefined;
    looked = true;
    return { kind: 'request lost' };
  };
}
