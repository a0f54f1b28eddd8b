import { fromHex } from '@baylink/kernel';
import { expect, test } from 'vitest';
import {
  parseChecksumSpec,
  parseFirmware,
  type RepairWish,
  repairFirmware,
  toIntelHex,
  toSRecord,
  toVbf,
} from '../index.js';
import { odxF } from '../odx-f/sample.rig.js';

const BYTES = Uint8Array.from({ length: 0x40 }, (_, i) => (i * 5) & 0xff);
const SEGMENTS = [{ address: 0x8000, bytes: BYTES }];
const NOTHING: RepairWish = { containers: [], blocks: [], reading: {} };
const VBF = { partNumber: 'BL-1', partType: 'EXE', ecuAddress: 0x1001, erase: [], segments: SEGMENTS } as const;

const spec = (text: string) => {
  const parsed = parseChecksumSpec(text);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
};
const repaired = (file: Uint8Array, wish: Partial<RepairWish>) => {
  const outcome = repairFirmware(file, { ...NOTHING, ...wish });
  if (!outcome.ok) throw new Error(outcome.error);
  return outcome.value;
};
const INSIDE = { blocks: [spec('CRC-32:8000-803B@803C')] };
const right = () => {
  const image = parseFirmware(repaired(toIntelHex({ segments: SEGMENTS }), INSIDE).file);
  return image.ok ? image.value.segments : [];
};

test.each([
  ['Intel HEX', toIntelHex({ segments: SEGMENTS }), {}],
  ['S-record', toSRecord({ segments: SEGMENTS }), {}],
  ['VBF', toVbf(VBF), {}],
  ['plain bytes', BYTES, { address: 0x8000 }],
])('[CKS-R5] a checksum inside %s is corrected in that same format, and nothing else changes', (_, file, reading) => {
  const before = file.slice();
  const outcome = repaired(file, { ...INSIDE, reading });
  expect(file).toEqual(before);
  expect(outcome.corrections).toMatchObject([{ in: 'memory', address: 0x803c, stored: BYTES.subarray(0x3c) }]);
  expect(parseFirmware(outcome.file, undefined, reading)).toMatchObject({ value: { segments: right() } });
  expect(repaired(outcome.file, { ...INSIDE, reading })).toEqual({ file: outcome.file, corrections: [] });
});

test('[CKS-R5] packed bytes and ODX-F are not corrected, in a sentence', () => {
  const packed = Buffer.from(
    Buffer.from(toVbf(VBF)).toString('latin1').replace('identifier = 0x00', 'identifier = 0x10'),
    'latin1',
  );
  expect(repairFirmware(packed, { ...NOTHING, ...INSIDE })).toMatchObject({ error: expect.stringContaining('packed') });
  const inside = { ...NOTHING, blocks: [spec('SUM-8:B000-B00F@B010')] };
  expect(repairFirmware(odxF(), inside)).toMatchObject({ error: expect.stringContaining('publisher') });
});

test('[CKS-R6] wrong sums of lines are corrected when they are asked for by name, and only then', () => {
  const text = Buffer.from(toSRecord({ segments: SEGMENTS }))
    .toString('latin1')
    .split('\n');
  const [, record = ''] = text;
  text[1] = `${record.slice(0, -2)}00`;
  const damaged = Buffer.from(text.join('\n'), 'latin1');
  expect(repairFirmware(damaged, NOTHING)).toMatchObject({ error: expect.stringContaining('carries checksum 0x00') });
  const outcome = repaired(damaged, { containers: ['records'] });
  expect(outcome.corrections).toMatchObject([{ in: 'file', checksum: 'checksum of the record on line 2' }]);
  expect(Buffer.from(outcome.file).toString('latin1')).toBe(
    Buffer.from(toSRecord({ segments: SEGMENTS })).toString('latin1'),
  );
});

test('[CKS-R6] wrong sums of a VBF file are corrected: the block that was changed, and the whole', () => {
  const damaged = toVbf(VBF);
  const at = damaged.length - 10;
  damaged[at] = (damaged[at] ?? 0) ^ 0xff;
  expect(repairFirmware(damaged, NOTHING)).toMatchObject({ error: expect.stringContaining('file_checksum') });
  const outcome = repaired(damaged, { containers: ['vbf'] });
  expect(outcome.corrections.map(({ checksum }) => checksum)).toEqual([
    'CRC-16/CCITT-FALSE of block 1',
    'CRC-32 of all blocks (file_checksum)',
  ]);
  expect(parseFirmware(outcome.file)).toMatchObject({ ok: true });
});

test.each([
  ['a VBF without end', fromHex('7662665f76657273696f6e') ?? BYTES, 'no VBF that can be corrected'],
  ['a block that is cut', toVbf(VBF).subarray(0, -20), 'that is no wrong checksum'],
])('[CKS-R6] %s has no checksum to correct', (_, file, sentence) => {
  expect(repairFirmware(file, { ...NOTHING, containers: ['vbf'] })).toMatchObject({
    error: expect.stringContaining(sentence),
  });
});

test('[CKS-R7] a checksum is written as algorithm, range and place', () => {
  expect(spec('crc16-ccitt-false:0x8000-FFFD@FFFE:little:fill=ff')).toEqual({
    algorithm: 'CRC-16/CCITT-FALSE',
    covers: { address: 0x8000, size: 0x7ffe },
    storedAt: 0xfffe,
    byteOrder: 'little-endian',
    fill: 0xff,
  });
});

test.each([
  ['EGGS:0-1@2', 'is no checksum known here'],
  ['CRC-32:0@2', 'does not say what is covered'],
  ['CRC-32:2-1@2', 'covers nothing'],
  ['CRC-32:0-1@2:middle', 'is not understood'],
])('[CKS-R7] %s is refused', (text, sentence) => {
  expect(parseChecksumSpec(text)).toMatchObject({ error: expect.stringContaining(sentence) });
});
