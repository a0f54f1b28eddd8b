import { bytesOf } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { isReadRefusal, isRecordedRefusal } from './read-refusal.js';

const BY_ADDRESS = bytesOf(0x23, 0x11, 0, 1);
const UPLOAD = bytesOf(0x35, 0, 0x11, 0, 1);

/** Of all response codes those by which a unit is never read. (ISO 14229-1 annex A, ISO 14230-3 4.4) */
const FINAL = { uds: [0x11, 0x12, 0x31, 0x70, 0x7f], kwp2000: [0x11, 0x12, 0x31, 0x50, 0x80] } as const;

test.each(
  (['uds', 'kwp2000'] as const).flatMap((dialect) =>
    [BY_ADDRESS, UPLOAD].map((request) => [dialect, request] as const),
  ),
)('in %s, of 256 response codes to %j only those that no waiting and no key changes', (dialect, request) => {
  const taken = Array.from({ length: 256 }, (_, nrc) => nrc).filter((nrc) =>
    isReadRefusal(request, bytesOf(0x7f, request[0] ?? 0, nrc), dialect),
  );
  expect(taken).toEqual(FINAL[dialect]);
});

test.each([
  ['nothing', bytesOf()],
  ['no response code', bytesOf(0x7f, 0x23)],
  ['a byte too many', bytesOf(0x7f, 0x23, 0x31, 0)],
  ['an answer', bytesOf(0x63, 0x23, 0x31)],
  ['the refusal of another service', bytesOf(0x7f, 0x22, 0x31)],
])('%s is no refusal', (_, response) => {
  expect(isReadRefusal(BY_ADDRESS, response, 'uds')).toBe(false);
});

test('only the reading of memory can be refused in this way', () => {
  const others = Array.from({ length: 256 }, (_, sid) => sid).filter((sid) =>
    isReadRefusal(bytesOf(sid), bytesOf(0x7f, sid, 0x31), 'uds'),
  );
  expect(others).toEqual([0x23, 0x35]);
  expect(isReadRefusal(bytesOf(), bytesOf(0x7f, 0, 0x31), 'uds')).toBe(false);
});

test('a record holds both in hex, and what is no hex is no refusal', () => {
  expect(isRecordedRefusal('23110001', '7f2331', 'uds')).toBe(true);
  expect(isRecordedRefusal('2x', '7f2331', 'uds')).toBe(false);
  expect(isRecordedRefusal('23110001', '7f23', 'uds')).toBe(false);
  expect(isRecordedRefusal('23110001', 'zz', 'uds')).toBe(false);
});
