import { NRC } from '@baylink/protocols/uds';
import { expect, test } from 'vitest';
import { begin } from '../begin.js';
import { isBlock, once, play } from './play.js';

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
