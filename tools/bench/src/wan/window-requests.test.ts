import { fromHex, hex } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { windowRequests } from './window-requests.js';

const requests = (...texts: readonly string[]) => texts.map((text) => fromHex(text) ?? new Uint8Array());

test('from the first erase to the first check after the transfer, without what keeps the session alive', () => {
  const all = requests('1002', '3101ff0044', '3e80', '34', '3601aa', '37', '3101ff01', '3101ff02', '1101');
  expect(windowRequests(all).map(hex)).toEqual(['3101ff0044', '34', '3601aa', '37', '3101ff01']);
});

test.each([[['34', '37', '3101ff01']], [['3101ff00', '34']], [['3101ff00', '37']]])('%j is no whole flash', (texts) => {
  expect(() => windowRequests(requests(...texts))).toThrow('no whole flash');
});
