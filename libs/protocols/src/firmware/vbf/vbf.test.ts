import { concat, type Err } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { crc32, type FirmwareError, parseFirmware, toVbf } from '../index.js';

const ascii = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
/** Address 0x8000, three bytes, their CRC-16/CCITT-FALSE. */
const BLOCK = Uint8Array.of(0, 0, 0x80, 0, 0, 0, 0, 3, 1, 2, 3, 0xad, 0xad);

/** A file with right file_checksum; `lines` come before it in the header. */
const vbf = (blocks: Uint8Array, lines: string, sum = crc32(blocks)) =>
  concat(ascii(`vbf_version = 2.6;\r\nheader {\r\n ${lines}\r\n file_checksum = 0x${sum.toString(16)};\r\n}`), blocks);
const HEAD = 'sw_part_number = "BL-1"; ecu_address = 0x7E0;';
const refusal = (file: Uint8Array) => (parseFirmware(file) as Err<FirmwareError>).error;

test('[C44][VBF-R1] header, blocks and checks of a whole file', () => {
  const lines =
    'sw_part_number = "30786476 AA"; sw_part_type = EXE; network = CAN_HS; ecu_address = 0x50; call = 0x8000;';
  const erase = 'erase = { { 0x00008000, 0x1000 },\n { 0x10000, 256 } };';
  expect(parseFirmware(vbf(BLOCK, lines + erase))).toEqual({
    ok: true,
    value: {
      format: 'vbf',
      segments: [{ address: 0x8000, bytes: Uint8Array.of(1, 2, 3) }],
      records: 1,
      checks: [
        { name: 'CRC-32 of all blocks (file_checksum)', result: 'holds' },
        { name: 'CRC-16/CCITT-FALSE of block 1', result: 'holds' },
      ],
      dataFormat: 0,
      entry: 0x8000,
      erase: [
        { address: 0x8000, size: 0x1000 },
        { address: 0x10000, size: 256 },
      ],
      labels: {
        vbf_version: '2.6',
        sw_part_number: '30786476 AA',
        sw_part_type: 'EXE',
        ecu_address: '0x50',
        network: 'CAN_HS',
        call: '0x8000',
      },
    },
  });
});

test('[C44][VBF-R2] braces in strings and comments are text', () => {
  const lines = `// a comment with } and {\n /* } */ description = { "one }", "two {" , "// three" };\n${HEAD}`;
  expect(parseFirmware(vbf(BLOCK, lines))).toMatchObject({
    value: { segments: [{ address: 0x8000 }], labels: { description: 'one }, two {, // three' } },
  });
});

test('[VBF-R2] a block may begin with a brace, a line end or a comment: it belongs to the first byte after the header', () => {
  const block = concat(Uint8Array.of(0x7d, 0x0d, 0x0a, 0x2f, 0, 0, 0, 1, 0x2f), Uint8Array.of(0, 0));
  const file = vbf(block, `${HEAD} data_format_identifier = 0x10;`);
  expect(parseFirmware(file)).toMatchObject({ value: { segments: [{ address: 0x7d0d0a2f }] } });
});

test('[C44][VBF-R3] one bit wrong in a block, its CRC or the checksum of the file', () => {
  expect(refusal(vbf(BLOCK.with(8, 9), HEAD)).message).toContain('Block 1 of the firmware file carries CRC-16 0xADAD');
  expect(refusal(vbf(BLOCK, HEAD, 1)).message).toContain('file_checksum 0x00000001, but the CRC-32 of its blocks is');
  expect(refusal(vbf(BLOCK, HEAD, 1))).toMatchObject({ kind: 'checksum' });
  const bare = concat(ascii(`vbf_version = 2.6; header { ${HEAD} }`), BLOCK);
  expect(refusal(bare).message).toContain('carries no file_checksum');
});

test('[VBF-R4] compressed or encrypted blocks stay opaque and say so', () => {
  const file = vbf(BLOCK.with(11, 0), `${HEAD} data_format_identifier = 0x10;`);
  expect(parseFirmware(file)).toMatchObject({
    value: { dataFormat: 0x10, checks: [{ result: 'holds' }, { result: 'opaque' }] },
  });
});

test.each([
  ['no closing brace', ascii('vbf_version = 2.6; header { a = 1;'), 'closing brace is missing'],
  ['a string without end', ascii('vbf_version = 2.6; header { a = "1; }'), 'string at offset 32 that never ends'],
  ['a comment without end', ascii('vbf_version = 2.6; header { /* }'), 'comment at offset 28 that never ends'],
  ['a name twice', vbf(BLOCK, `${HEAD} ${HEAD}`), 'gives sw_part_number twice'],
  ['no value', vbf(BLOCK, 'a = ;'), 'gives a no value'],
  ['braces too deep', vbf(BLOCK, 'a = {{{{{{1}}}}}};'), 'more than 4 deep'],
  ['an erase table of words', vbf(BLOCK, 'erase = {{here, there}};'), 'erase table'],
  ['a format that is no byte', vbf(BLOCK, 'data_format_identifier = 0x100;'), 'no byte'],
  ['too many values', vbf(BLOCK, `a = { ${'1,'.repeat(20_000)} };`), 'more than 16384 values'],
  [
    'a header without end',
    concat(ascii('vbf_version = 2.6; header { '), new Uint8Array(2 ** 20).fill(0x20)),
    'missing',
  ],
])('[VBF-R5] refused: %s', (_, file, sentence) => {
  expect(refusal(file).message).toContain(sentence);
});

test.each([
  ['cut in the bytes', BLOCK.subarray(0, 10), 'Block 1 of the firmware file needs 13 bytes at offset'],
  ['cut in the head', concat(BLOCK, BLOCK.subarray(0, 5)), 'Block 2 of the firmware file needs'],
  ['a length of 4 GB', BLOCK.with(4, 0xff), 'and the file ends after 13'],
  ['a block without bytes', Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff), 'has no bytes'],
  ['the same place twice', concat(BLOCK, BLOCK), 'address 0x00008000 twice: in block 1 and in block 2'],
  ['no block', new Uint8Array(), 'holds no data'],
])('[VBF-R6] refused: %s', (_, blocks, sentence) => {
  expect(refusal(vbf(blocks, HEAD)).message).toContain(sentence);
});

test('[VBF-R7] what was written is read, byte for byte', () => {
  const content = {
    partNumber: 'BL-2',
    partType: 'EXE' as const,
    ecuAddress: 0x1001,
    erase: [{ address: 0x8000, size: 0x2000 }],
    segments: [
      { address: 0x8000, bytes: Uint8Array.of(1, 2, 3) },
      { address: 0x9000, bytes: new Uint8Array(5000).fill(0x7d) },
    ],
  };
  const read = parseFirmware(toVbf(content));
  expect(read).toMatchObject({ value: { segments: content.segments, erase: content.erase } });
});
