import { bytesOf, fromHex } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { EQUIPPED_CAR, MIXED_CAR } from '../../test/equipped-car.js';
import { classify } from './classify.js';
import { type Addressee, EFFECTS } from './effect.js';

const ENGINE = { to: 'unit', unit: 0x1001 } as const;
const BODY = { to: 'unit', unit: 0x1002 } as const;
const OLDER = { to: 'unit', unit: 0x1005 } as const;
const STRANGER = { to: 'unit', unit: 0x9999 } as const;

test('[EFF-R1] of all 256 x 256 first two bytes only the listed are less than the worst case', () => {
  const listed = new Map<string, number>();
  for (let first = 0; first < 256; first++)
    for (let second = 0; second < 256; second++) {
      const { effect: found, rule } = classify(bytesOf(first, second), ENGINE, EQUIPPED_CAR);
      if (found === 'program') continue;
      const key = `${first.toString(16).padStart(2, '0')} ${found} ${rule}`;
      listed.set(key, (listed.get(key) ?? 0) + 1);
    }
  expect(Object.fromEntries(listed)).toEqual({
    '01 observe EFF-R6': 256,
    '06 observe EFF-R6': 256,
    '08 actuate EFF-R5': 256,
    '09 observe EFF-R6': 256,
    '10 observe EFF-R2': 4,
    '11 actuate EFF-R5': 6,
    '19 observe EFF-R3': 58,
    '27 code EFF-R7': 4,
    '29 actuate EFF-R12': 2,
    '29 observe EFF-R12': 2,
    '2a actuate EFF-R5': 256,
    '2c actuate EFF-R13': 2,
    '3e observe EFF-R4': 2,
    '83 actuate EFF-R5': 2,
    '83 observe EFF-R5': 4,
    '85 actuate EFF-R5': 4,
  });
});

test('[EFF-R16] for a stranger no first two bytes are less than the worse of the two dialects that define them', () => {
  const rank = (text: string, to: Addressee) =>
    EFFECTS.indexOf(classify(fromHex(text) ?? bytesOf(), to, MIXED_CAR).effect);
  for (let first = 0; first < 256; first++)
    for (let second = 0; second < 256; second += 3) {
      const text = [first, second].map((byte) => byte.toString(16).padStart(2, '0')).join('');
      expect(rank(text, STRANGER)).toBeGreaterThanOrEqual(Math.min(rank(text, BODY), rank(text, OLDER)));
    }
});
