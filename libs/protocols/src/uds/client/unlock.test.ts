import { expect, test } from 'vitest';
import { NRC } from '../codec/nrc.table.js';
import { bytes } from '../server/server.rig.js';
import type { Outcome } from './io.js';
import { keyRefusal, remainingAttempts, seedAnswer } from './unlock.js';

const positive = (text: string): Outcome => ({ kind: 'positive', bytes: bytes(text) });

test('[C25][UDS-R49] zeros: unlocked already, no key', () => {
  expect(seedAnswer(positive('67 01 00 00 00 00'))).toEqual({ kind: 'unlocked' });
});

test('[C25][UDS-R49] a seed wants the key of its level', () => {
  expect(seedAnswer(positive('67 11 00 00 00 01'))).toEqual({
    kind: 'key wanted',
    level: 0x11,
    seed: bytes('00 00 00 01'),
  });
});

test.each<Outcome>([positive('67 01'), positive('67 02'), positive('62 F1 90'), { kind: 'silent' }])(
  '[UDS-R49] no seed is not an empty seed: %o',
  (outcome) =>
    expect(seedAnswer(outcome)).toMatchObject({ kind: 'refused', message: expect.stringContaining('no seed') }),
);

test('[C25][UDS-R49] each refusal says what to do, and how many tries remain', () => {
  const after = { allowed: 2, used: 1 };
  expect(keyRefusal(NRC.invalidKey, after)).toContain('1 of 2 tries remain');
  expect(keyRefusal(NRC.invalidKey)).not.toContain('remain');
  expect(keyRefusal(NRC.exceedNumberOfAttempts, after)).toContain('0x36');
  expect(keyRefusal(NRC.requiredTimeDelayNotExpired, after)).toContain('0x37');
  expect(keyRefusal(NRC.conditionsNotCorrect)).toContain('conditionsNotCorrect');
  expect(seedAnswer({ kind: 'negative', sid: 0x27, nrc: NRC.requiredTimeDelayNotExpired })).toMatchObject({
    kind: 'refused',
    message: expect.stringContaining('delay'),
  });
  expect(remainingAttempts({ allowed: 2, used: 5 })).toBe(0);
});
