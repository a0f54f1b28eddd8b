import { expect, test } from 'vitest';
import { dlcOf, fdLengthFor, lengthOfDlc } from './index.js';

test.each([
  [0, 0],
  [8, 8],
  [9, 12],
  [10, 16],
  [11, 20],
  [12, 24],
  [13, 32],
  [14, 48],
  [15, 64],
])('[CAN-R7] DLC %d is %d bytes', (dlc, length) => {
  expect(lengthOfDlc(dlc)).toBe(length);
  expect(dlcOf(length)).toBe(dlc);
});

test('[CAN-R7] other lengths have no DLC, other DLCs no length', () => {
  for (const length of [-1, 9, 63, 65, 0.5]) expect(dlcOf(length)).toBeUndefined();
  for (const dlc of [-1, 16]) expect(lengthOfDlc(dlc)).toBeUndefined();
});

test.each([
  [0, 0],
  [8, 8],
  [9, 12],
  [25, 32],
  [49, 64],
  [64, 64],
])('[CAN-R7] %d bytes fit a frame of %d', (bytes, length) => {
  expect(fdLengthFor(bytes)).toBe(length);
});

test('[CAN-R7] 65 bytes fit no frame', () => {
  expect(fdLengthFor(65)).toBeUndefined();
});
