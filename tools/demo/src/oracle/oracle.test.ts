import { describe, expect, test } from 'vitest';
import type { TapForm } from '../house/ways-in.table.js';
import { readFirmware, writeSRecords } from './firmware.js';
import { unannounced } from './intents.js';
import { difference, FLASH_START, withRuns } from './memory.js';
import { requestsOf } from './requests.js';
import type { TapChunk } from './tap.js';
import { isWriteClass } from './write-class.js';

const FORMS = new Map<string, TapForm>([
  ['/tmp/car', 'slcan'],
  ['/tmp/elm', 'elm'],
  ['/tmp/k-line', 'k-line'],
  ['car.so', 'whole-messages'],
  ['doip-tcp', 'doip'],
]);
const TEXT = new Set(['/tmp/car', '/tmp/elm']);

const sent = (text: string, channel = '/tmp/car', at = 1n): TapChunk => ({
  at,
  direction: 'tx',
  bytes: Buffer.from(text, TEXT.has(channel) ? 'latin1' : 'hex'),
  channel,
});
const hexOf = (chunks: readonly TapChunk[]) => requestsOf(chunks, FORMS).map(({ bytes }) => bytes.toString('hex'));

describe('requests are put together again', () => {
  test('from SLCAN lines, however they were cut', () => {
    expect(hexOf([sent('O\rt7E080210030000'), sent('000000\r')])).toEqual(['1003']);
  });

  test('from segmented messages, across an answer of another unit', () => {
    const first = sent('t7E08100A360100112233\r');
    expect(hexOf([first, sent('t7E283023E80\r'), sent('t7E0821445566778899AA\r')])).toContain('36010011223344556677');
  });

  test('a message that broke off is still seen', () => {
    expect(hexOf([sent('t7E08100A360100112233\r')])).toEqual(['360100112233']);
  });

  test('from DoIP, cut anywhere, and again after a connection that broke off', () => {
    const message = '02fd800100000007' + '0e001001' + '22f190';
    expect(hexOf([sent(message.slice(0, 10), 'doip-tcp'), sent(message.slice(10), 'doip-tcp')])).toEqual(['22f190']);
    expect(hexOf([sent(message.slice(0, 20), 'doip-tcp'), sent(message, 'doip-tcp')])).toEqual(['22f190']);
  });

  test('from frames of CAN FD, with the length of a single frame in its second byte', () => {
    expect(hexOf([sent('b7E0900092E0610112233445566CC\r')])).toEqual(['2e0610112233445566']);
    expect(hexOf([sent('d7E08021003CCCCCCCCCC\r')])).toEqual(['1003']);
  });

  test('from an ELM327, where commands are not requests', () => {
    expect(hexOf([sent('ATZ\rATSH7E0\r22F1', '/tmp/elm'), sent('90\rSTPXl:4\r2E060001\r', '/tmp/elm')])).toEqual([
      '22f190',
      '2e060001',
    ]);
  });

  test('from K-Line, byte by byte, past a wake-up, an address byte and a wrong sum', () => {
    const bytes = '00' + '33' + '8310f122f19007' + '8310f122f19027' + '8010f1013ec0';
    const chunks = (bytes.match(/../g) ?? []).map((byte, i) => sent(byte, '/tmp/k-line', BigInt(i)));
    expect(hexOf(chunks)).toEqual(['22f190', '3e']);
  });

  test('from a pass-thru adapter, behind the identifier', () => {
    expect(hexOf([sent('000007e022f190', 'car.so')])).toEqual(['22f190']);
  });

  test('a channel that nobody knows is an error', () => {
    expect(() => hexOf([sent('00', 'what')])).toThrow('nobody knows: what');
  });
});

test.each([
  ['1001', false],
  ['1003', false],
  ['22f190', false],
  ['1902ff', false],
  ['23440000800000000010', false],
  ['3e80', false],
  ['1002', true],
  ['2e060001', true],
  ['2701', true],
  ['3101ff00', true],
  ['340044', true],
  ['3601', true],
  ['1101', true],
  ['14ffffff', true],
  ['85', true],
  ['ba', true],
])('%s is of write class: %s', (hex, writes) => {
  expect(isWriteClass({ at: 0n, bytes: Buffer.from(hex, 'hex') })).toBe(writes);
});

test('an erase without an earlier intent is found, one with it is not', () => {
  const erase = { at: 10n, bytes: Buffer.from('3101ff0044000080000000ffff', 'hex') };
  const intent = (at: bigint) => ({ at, type: 'ERASE_INTENT', did: undefined });
  expect(unannounced([erase], [intent(9n)])).toBeUndefined();
  expect(unannounced([erase], [intent(11n)])).toBe(erase);
  expect(unannounced([erase], [])).toBe(erase);
});

test('a value that is written needs the intent of that very value', () => {
  const write = { at: 10n, bytes: Buffer.from('2e060001', 'hex') };
  const intent = (did: number) => ({ at: 9n, type: 'WRITE_INTENT', did });
  expect(unannounced([write], [intent(0x0600)])).toBeUndefined();
  expect(unannounced([write], [intent(0x0601)])).toBe(write);
});

test('S-records that are written read back, and give the memory that is wanted', () => {
  const bytes = Buffer.from(Array.from({ length: 100 }, (_, i) => i));
  const runs = readFirmware(writeSRecords(FLASH_START + 3, bytes));
  const memory = withRuns(Buffer.alloc(200, 0xff), runs);
  expect(memory.subarray(3, 103)).toEqual(bytes);
  expect(difference(memory, memory)).toBeUndefined();
  expect(difference(memory, Buffer.alloc(200, 0xff))).toContain('0x00008003 holds 0x00');
});

test('Intel HEX with segment and linear addresses', () => {
  const text = ':020000021000EC\n:0400100001020304E2\n:020000040001F9\n:01000000AA55\n:00000001FF\n';
  expect(readFirmware(Buffer.from(text)).map(({ address, bytes }) => [address, bytes.toString('hex')])).toEqual([
    [0x10010, '01020304'],
    [0x10000, 'aa'],
  ]);
});
