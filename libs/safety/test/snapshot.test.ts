import { bytesOf } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { begin } from './begin.js';
import { brokenInvariants } from './oracle.js';

/** The unit answers its n-th reading of DID 0610 with these bytes. */
function answering(nth: number, ...value: number[]) {
  let seen = 0;
  const fault = (bytes: Uint8Array) =>
    bytes[0] === 0x22 && bytes[1] === 0x06 && bytes[2] === 0x10 && ++seen === nth
      ? ({ kind: 'answer', bytes: bytesOf(0x62, 0x06, 0x10, ...value) } as const)
      : undefined;
  const begun = begin('programming', { fault });
  begun.bench.run();
  return { ...begun, broken: brokenInvariants(begun.bench, begun.unit, begun.before) };
}

test.each([
  ['first', 1],
  ['second', 2],
])(
  '[JOB-R86] a value of the snapshot that is cut short in its %s reading ends the job before anything is changed',
  (_, nth) => {
    const { bench, broken } = answering(nth, 0x03);
    expect(broken).toEqual([]);
    expect(bench.state).toBe('ABORTED_CLEAN');
    expect(bench.durable.map(({ type }) => type)).not.toContain('BACKUP');
  },
);
