import { byteCount, type Err, fromHex, type Result } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { crc32, FIRMWARE_LIMITS, type FirmwareError, type FirmwareImage, imageCrc32, parseFirmware } from './index.js';

const ascii = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const parse = (...lines: string[]) => parseFirmware(ascii(lines.join('\n')));

function places(result: Result<FirmwareImage, FirmwareError>): Record<string, string> {
  if (!result.ok) throw new Error(result.error.message);
  return Object.fromEntries(
    result.value.segments.map((s) => [s.address.toString(16), Buffer.from(s.bytes).toString('hex')]),
  );
}
const refusal = (result: Result<FirmwareImage, FirmwareError>) => (result as Err<FirmwareError>).error;

const END = ':00000001FF';

test('[FWF-R1] anything but the two formats is refused with what was found', () => {
  expect(refusal(parse('', '\x7fELF'))).toMatchObject({ kind: 'format', line: 2 });
  expect(refusal(parse('\x7fELF')).message).toContain('0x7F');
  expect(refusal(parseFirmware(new Uint8Array()))).toMatchObject({ kind: 'empty' });
  expect(refusal(parse('  ', '\t'))).toMatchObject({ kind: 'empty' });
});

test('[C44][FWF-R2] types 02 and 04 mixed: the newest base counts', () => {
  const image = parse(
    ':020000021000EC',
    ':01000400AA51',
    ':020000040002F8',
    ':01000400BB40',
    ':020000020000FC',
    ':01000400CC2F',
    END,
  );
  expect(places(image)).toEqual({ 4: 'cc', '10004': 'aa', '20004': 'bb' });
});

test('[C44][FWF-R3] data crosses 64 KiB under a linear base', () => {
  expect(places(parse(':04FFFE0001020304F5', END))).toEqual({ fffe: '01020304' });
  expect(places(parse(':020000040001F9', ':04FFFE0001020304F5', END))).toEqual({ '1fffe': '01020304' });
});

test('[FWF-R3] under a segment base it is refused, and so is data past 4 GiB', () => {
  expect(refusal(parse(':020000021000EC', ':04FFFE0001020304F5', END))).toMatchObject({ kind: 'address', line: 2 });
  expect(refusal(parse(':02000004FFFFFC', ':04FFFE0001020304F5', END))).toMatchObject({ kind: 'address', line: 2 });
});

test.each([
  ['type 03', [':0400000312345678E5'], 0x12340 + 0x5678],
  ['type 05', [':040000050000800176'], 0x8001],
])('[C44][FWF-R4] %s gives the start address and no data', (_, lines, entry) => {
  const image = parse(':0100000001FE', ...lines, END);
  expect(places(image)).toEqual({ 0: '01' });
  expect(image).toMatchObject({ value: { entry, records: 3, format: 'intel-hex' } });
});

test('[FWF-R4] two different start addresses are a contradiction', () => {
  expect(refusal(parse(':040000050000800176', ':040000050000800275', END))).toMatchObject({ kind: 'order', line: 2 });
});

test('[C44][FWF-R5] blank lines, CRLF, CR, indentation and lower case do not matter', () => {
  const file = ascii('\r\n\r\n :01000000aa55\r\r\t:01000100bb43 \r\n:00000001ff');
  expect(places(parseFirmware(file))).toEqual({ 0: 'aabb' });
  expect(places(parse('s1040000aa51', 's9030000fc'))).toEqual({ 0: 'aa' });
});

test.each<[string, string[], Partial<FirmwareError>]>([
  ['checksum', [':01000000AA54'], { kind: 'checksum', line: 1 }],
  ['checksum', ['', 'S1040000AA50'], { kind: 'checksum', line: 2 }],
  ['too short', [':02000000AA54'], { kind: 'length', line: 1 }],
  ['half a byte', [':01000000AA5'], { kind: 'length', line: 1 }],
  ['too long', [':01000000AA5500'], { kind: 'length', line: 1 }],
  ['nothing but the colon', [':'], { kind: 'length', line: 1 }],
  ['no address in S1', ['S10200FD'], { kind: 'length', line: 1 }],
  ['data in S9', ['S9040000AA51'], { kind: 'length', line: 1 }],
  ['end with data', [':01000001AA54'], { kind: 'length', line: 1 }],
  ['base of one byte', [':0100000401FA'], { kind: 'length', line: 1 }],
  ['type 06', [':00000006FA'], { kind: 'record-type', line: 1 }],
  ['S4', ['S4030000FC'], { kind: 'record-type', line: 1 }],
  ['only S', ['S'], { kind: 'record-type', line: 1 }],
  ['no hex digit', [':0100000OAA55'], { kind: 'syntax', line: 1 }],
  ['no colon', [':01000000AA55', '01000100BB43'], { kind: 'syntax', line: 2 }],
  ['no S', ['S1040000AA51', ':01000100BB43'], { kind: 'syntax', line: 2 }],
])('[C44][FWF-R6] refused: %s', (_, lines, error) => {
  const found = refusal(parse(...lines, lines[0]?.startsWith('S') ? 'S9030000FC' : END));
  expect(found).toMatchObject(error);
  expect(found.message).toMatch(/^Line \d+ .*\. Get the file again/);
});

test('[FWF-R6] a checksum fault names both values', () => {
  expect(refusal(parse(':01000000AA54', END)).message).toContain('carries checksum 0x54, but its bytes give 0x55');
});

test('[FWF-R7] overlapping records are refused with address and both places, equal or not', () => {
  const twice = refusal(parse(':02000000AABB99', ':01001000CC23', ':01000100BB43', END));
  expect(twice).toMatchObject({ kind: 'overlap', line: 3 });
  expect(twice.message).toContain('address 0x00000001 twice: in the data that starts on line 1');
});

test('[FWF-R8] a file that stops early is refused', () => {
  expect(refusal(parse(':01000000AA55'))).toMatchObject({ kind: 'truncated' });
  expect(refusal(parse('S1040000AA51'))).toMatchObject({ kind: 'truncated' });
  expect(places(parse('S1040000AA51', 'S5030001FB'))).toEqual({ 0: 'aa' });
});

test('[FWF-R8] nothing may follow the end, and an end alone is no image', () => {
  expect(refusal(parse(':01000000AA55', END, ':01000100BB43'))).toMatchObject({ kind: 'order', line: 3 });
  expect(refusal(parse('S1040000AA51', 'S9030000FC', 'S9030000FC'))).toMatchObject({ kind: 'order', line: 3 });
  expect(refusal(parse('S1040000AA51', 'S5030001FB', 'S1040001BB3F'))).toMatchObject({ kind: 'order', line: 3 });
  expect(refusal(parse(END))).toMatchObject({ kind: 'empty' });
});

test('[C44][FWF-R9] S0 to S3, S5, S6 and the terminators', () => {
  const image = parse(
    'S00600004844521B',
    'S1040000AA51',
    'S205010000BB3E',
    'S30602000000CC2B',
    'S5030003F9',
    'S80400800178'.replace('0178', '017A'),
  );
  expect(places(image)).toEqual({ 0: 'aa', '10000': 'bb', '2000000': 'cc' });
  expect(image).toMatchObject({ value: { header: 'HDR', entry: 0x8001, records: 6, format: 's-record' } });
  expect(refusal(parse('S1040000AA51', 'S5030002FA', 'S9030000FC'))).toMatchObject({ kind: 'count', line: 2 });
  expect(places(parse('S1040000AA51', 'S604000001FA', 'S9030000FC'))).toEqual({ 0: 'aa' });
});

test.each([
  ['S7', 'S30600000000AA4F', 'S7050000800179'],
  ['S8', 'S205000000AA50', 'S8040080017A'],
  ['S9', 'S1040000AA51', 'S90380017B'],
])('[C44][FWF-R4][FWF-R9] %s ends a file and gives its start address', (_, data, end) => {
  expect(parse(data, end)).toMatchObject({ value: { entry: 0x8001 } });
});

test.each([
  ['a wrong sum', 'S90380017C', 'checksum'],
  ['a byte too few', 'S903807C', 'length'],
  ['a byte too many', 'S9038001007B', 'length'],
])('[C44][FWF-R6] %s in the last line refuses the file', (_, end, kind) => {
  expect(refusal(parse('S1040000AA51', end))).toMatchObject({ kind, line: 2 });
});

test('[FWF-R9] a header belongs first', () => {
  expect(refusal(parse('S1040000AA51', 'S00600004844521B', 'S9030000FC'))).toMatchObject({ kind: 'order', line: 2 });
});

test('[FWF-R10] records in any order become sorted segments, merged where they touch', () => {
  expect(places(parse(':01000200CC31', ':01000000AA55', ':01001000DD12', ':01000100BB43', END))).toEqual({
    0: 'aabbcc',
    10: 'dd',
  });
});

test('[FWF-R11] a sparse 4 GB file costs what its bytes cost', () => {
  expect(places(parse('S30600000000AA4F', 'S306FFFFFFFFBB42', 'S70500000000FA'))).toEqual({ 0: 'aa', ffffffff: 'bb' });
});

test('[FWF-R11] a few records without data are a habit, very many are refused', () => {
  const file = (empties: number) => ascii(`${':0000000000\n'.repeat(empties)}:0100000001FE\n:00000001FF\n`);
  expect(parseFirmware(file(4096)).ok).toBe(true);
  expect(parseFirmware(file(4097))).toMatchObject({
    error: { kind: 'too-large', message: expect.stringContaining('4096 records without data') },
  });
});

test('[FWF-R11] each limit is checked', () => {
  const file = ascii([':01000000AA55', ':01001000BB34', END].join('\n'));
  expect(parseFirmware(file).ok).toBe(true);
  for (const limit of [{ fileBytes: byteCount(10) }, { imageBytes: byteCount(1) }, { segments: 1 }]) {
    expect(refusal(parseFirmware(file, { ...FIRMWARE_LIMITS, ...limit }))).toMatchObject({ kind: 'too-large' });
  }
});

test('[FWF-R15] S1 and S2 mix where the addresses need it', () => {
  expect(places(parse('S104FFFFAA53', 'S205010000BB3E', 'S9030000FC'))).toEqual({ ffff: 'aabb' });
});

test.each([
  ['in the middle', ['S1050000AABB95', 'S3050002CCDD4F', 'S9030000FC'], 2],
  ['at the start', ['S3050000AABB95', 'S1050002CCDD4F', 'S9030000FC'], 1],
  ['alone in a file of S3', ['S307000000000102F5', 'S107001000000304E1', 'S70500000000FA'], 2],
])('[FWF-R15] a damaged type digit is found %s', (_, lines, line) => {
  expect(refusal(parse(...lines))).toMatchObject({ kind: 'record-type', line });
});

test('[FWF-R16] CRC-32 check value, also over an image in pieces', () => {
  const check = ascii('123456789');
  expect(crc32(check)).toBe(0xcbf43926);
  expect(crc32(new Uint8Array(), check.subarray(0, 4), check.subarray(4))).toBe(0xcbf43926);
  expect(imageCrc32({ segments: [{ address: 9, bytes: check }] })).toBe(0xcbf43926);
  const zeroCrc = fromHex('ffffffff') ?? check;
  expect(crc32(zeroCrc)).toBe(0xffffffff);
});
