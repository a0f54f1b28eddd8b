import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DTC_STATUS_BITS, parseDtc, showDtc, statusBits, statusByte } from './dtc.js';

test.each([
  [0x01231a, 'P0123-1A'],
  [0x4abc00, 'C0ABC-00'],
  [0x9234ff, 'B1234-FF'],
  [0xc10087, 'U0100-87'],
  [0x3fff01, 'P3FFF-01'],
])('[UDS-R7] the DTC %i is %s', (dtc, text) => {
  expect(showDtc(dtc)).toBe(text);
  expect(parseDtc(text)).toBe(dtc);
});

test('[UDS-R7] every 24-bit DTC comes back from its text', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffffff }), (dtc) => {
      expect(parseDtc(showDtc(dtc))).toBe(dtc);
    }),
  );
});

test('[UDS-R7] a text without failure type has none; what is no DTC is refused', () => {
  expect(parseDtc(' p0123 ')).toBe(0x012300);
  for (const text of ['', 'P01', 'P4123', 'X0123', 'P0123-1', 'P0123-1AB']) expect(parseDtc(text)).toBeUndefined();
});

test('[UDS-R8] status bits by name, lowest first', () => {
  expect(statusBits(0x2f)).toEqual([
    'testFailed',
    'testFailedThisOperationCycle',
    'pendingDTC',
    'confirmedDTC',
    'testFailedSinceLastClear',
  ]);
  expect(statusBits(0x80)).toEqual(['warningIndicatorRequested']);
  expect(DTC_STATUS_BITS).toHaveLength(8);
});

test('[UDS-R8] every status byte comes back from its names', () => {
  for (let status = 0; status < 256; status++) expect(statusByte(statusBits(status))).toBe(status);
});
