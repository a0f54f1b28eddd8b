import { bytesOf } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { isReadRefusal, isRecordedRefusal } from './read-refusal.js';

const BY_ADDRESS = bytesOf(0x23, 0x11, 0, 1);
const UPLOAD = bytesOf(0x35, 0, 0x11, 0, 1);

/** Of all response codes those by which a unit is never read. (ISO 14229-1 annex A) */
const FINAL = [0x11, 0x12, 0x31, 0x70, 0x7f];

test.each([BY_ADDRESS, UPLOAD])(
  'of 256 response codes to %j only those that no waiting and no key changes',
  (request) => {
    const taken = Array.from({ length: 256 }, (_, nrc) => nrc).filter((nrc) =>
      isReadRefusal(request, bytesOf(0x7f, request[0] ?? 0, nrc)),
    );
    expect(taken).toEqual(FINAL);
  },
);

test.each([
  ['nothing', bytesOf()],
  ['no response code', bytesOf(0x7f, 0x23)],
  ['a byte too many', bytesOf(0x7f, 0x23, 0x31, 0)],
  ['an answer', bytesOf(0x63, 0x23, 0x31)],
  ['the refusal of another service', bytesOf(0x7f, 0x22, 0x31)],
])('%s is no refusal', (_, response) => {
  expect(isReadRefusal(BY_ADDRESS, response)).toBe(false);
});

test('only the reading of memory can be refused in this way', () => {
  const others = Array.from({ length: 256 }, (_, sid) => sid).filter((sid) =>
    isReadRefusal(bytesOf(sid), bytesOf(0x7f, sid, 0x31)),
  );
  expect(others).toEqual([0x23, 0x35]);
  expect(isReadRefusal(bytesOf(), bytesOf(0x7f, 0, 0x31))).toBe(false);
});

test('a record holds both in hex, and what is no hex is no refusal', () => {
  expect(isRecordedRefusal('23110001', '7f2331')).toBe(true);
  expect(isRecordedRefusal('2x', '7f2331')).toBe(false);
  expect(isRecordedRefusal('23110001', '7f23')).toBe(false);
  expect(isRecordedRefusal('23110001', 'zz')).toBe(false);
});
