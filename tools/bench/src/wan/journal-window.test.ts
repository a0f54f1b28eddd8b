import { expect, test } from 'vitest';
import { interruptions, writeWindow } from './journal-window.js';

const line = (ms: number, type: string) =>
  `cc84a02a ${JSON.stringify({ seq: 0, mono: String(BigInt(ms) * 1_000_000n), record: { type } })}\n`;
const FLASH = [line(5, 'PLAN'), line(100, 'ERASE_INTENT'), line(130, 'ERASE_DONE'), line(900, 'BLK')].join('');

test('the window is from the intent of the first erase to the first verdict', () => {
  expect(writeWindow(`${FLASH}${line(1100, 'VERIFY')}${line(1200, 'VERIFY')}`)).toBe(1000);
});

test('a second erase does not make it shorter', () => {
  expect(writeWindow(`${FLASH}${line(950, 'ERASE_INTENT')}${line(1100, 'VERIFY')}`)).toBe(1000);
});

test('a flash without an end has no window', () => {
  expect(() => writeWindow(FLASH)).toThrow('has no VERIFY');
});

test('pauses and re-entries are counted', () => {
  expect(interruptions(FLASH)).toBe(0);
  expect(interruptions(`${FLASH}${line(1, 'PAUSE')}${line(2, 'RESUME')}${line(3, 'REENTRY')}`)).toBe(2);
});
