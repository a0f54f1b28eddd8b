import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crc32, parseFirmware, toIntelHex } from '../index.js';
import { blockChecksums, CHECKSUM_ALGORITHMS, type ChecksumName, checksumNamed } from './index.js';

const CHECK = Uint8Array.from('123456789', (letter) => letter.charCodeAt(0));

test.each<[ChecksumName, number]>([
  ['CRC-8/SAE-J1850', 0x4b],
  ['CRC-16/ARC', 0xbb3d],
  ['CRC-16/MODBUS', 0x4b37],
  ['CRC-16/USB', 0xb4c8],
  ['CRC-16/CCITT-FALSE', 0x29b1],
  ['CRC-16/XMODEM', 0x31c3],
  ['CRC-16/KERMIT', 0x2189],
  ['CRC-16/X-25', 0x906e],
  ['CRC-16/GENIBUS', 0xd64e],
  ['CRC-32', 0xcbf43926],
  ['CRC-32C', 0xe3069283],
  ['CRC-32/MPEG-2', 0x0376e6e7],
  ['CRC-32/BZIP2', 0xfc891918],
  ['CRC-32/JAMCRC', 0x340bc6d9],
  ['SUM-8', 0xdd],
  ['SUM-16', 0x01dd],
  ['SUM-32', 0x01dd],
  ["ONE'S-COMPLEMENT-8", 0x22],
  ["ONE'S-COMPLEMENT-16", 0xfe22],
  ["TWO'S-COMPLEMENT-8", 0x23],
  ["TWO'S-COMPLEMENT-16", 0xfe23],
  ["TWO'S-COMPLEMENT-32", 0xfffffe23],
  ['XOR-8', 0x31],
])('[CKS-R1] %s of "123456789"', (name, value) => {
  const { compute } = CHECKSUM_ALGORITHMS[name];
  expect(compute([CHECK])).toBe(value);
  expect(compute([CHECK.subarray(0, 4), new Uint8Array(), CHECK.subarray(4)])).toBe(value);
});

test('[CKS-R1] the parametric CRC-32 is the one of the library', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(CHECKSUM_ALGORITHMS['CRC-32'].compute([bytes])).toBe(crc32(bytes));
    }),
  );
});

test('[CKS-R1] names in other spellings', () => {
  expect(checksumNamed('crc16_ccitt_false')).toBe('CRC-16/CCITT-FALSE');
  expect(checksumNamed('CRC32')).toBe('CRC-32');
  expect(checksumNamed('SCRAMBLED-EGGS')).toBeUndefined();
});

const segments = [
  { address: 0x100, bytes: new Uint8Array(0x20).fill(0x11) },
  { address: 0x130, bytes: new Uint8Array(0x10).fill(0x22) },
];
const plugin = blockChecksums('sample', [
  {
    algorithm: 'CRC-16/XMODEM',
    covers: { address: 0x100, size: 0x1c },
    storedAt: 0x11c,
    byteOrder: 'little-endian',
  },
  {
    algorithm: 'CRC-32',
    covers: { address: 0x100, size: 0x3c },
    storedAt: 0x13c,
    byteOrder: 'big-endian',
    fill: 0xff,
  },
]);

test('[CKS-R2] a check names every checksum that does not hold, with stored and right bytes', () => {
  const found = plugin.verify(segments);
  expect(found).toMatchObject({
    value: [
      { checksum: 'CRC-16/XMODEM of 0x00000100 to 0x0000011B', address: 0x11c, stored: Uint8Array.of(0x11, 0x11) },
      { checksum: 'CRC-32 of 0x00000100 to 0x0000013B', address: 0x13c },
    ],
  });
});

test('[CKS-R3] a correction is a new image with a list of what changed; the old one stays, and it is another file', () => {
  const before = toIntelHex({ segments });
  const corrected = plugin.correct(segments);
  if (!corrected.ok) throw new Error(corrected.error);
  expect(corrected.value.corrections.map(({ address }) => address)).toEqual([0x11c, 0x13c]);
  expect(plugin.verify(corrected.value.segments)).toEqual({ ok: true, value: [] });
  expect(toIntelHex({ segments })).toEqual(before);
  expect(toIntelHex(corrected.value)).not.toEqual(before);
  expect(plugin.correct(corrected.value.segments)).toMatchObject({ value: { corrections: [] } });
});

test('[CKS-R3] loading a file corrects nothing', () => {
  const file = parseFirmware(toIntelHex({ segments }));
  expect(file.ok && file.value.segments).toEqual(segments);
});

test('[CKS-R4] a gap without filler, a place outside the image, and a checksum that covers itself are refused', () => {
  const one = (more: object) =>
    blockChecksums('x', [
      {
        algorithm: 'SUM-16',
        covers: { address: 0x100, size: 0x10 },
        storedAt: 0x11c,
        byteOrder: 'big-endian',
        ...more,
      },
    ]).correct(segments);
  expect(one({ covers: { address: 0x110, size: 0x28 }, storedAt: 0x13c })).toMatchObject({
    error: expect.stringContaining('no bytes at 0x00000120'),
  });
  expect(one({ storedAt: 0x128 })).toMatchObject({ error: expect.stringContaining('where it is stored') });
  expect(one({ storedAt: 0x10f })).toMatchObject({ error: expect.stringContaining('inside what it covers') });
  expect(one({ covers: { address: 0x100, size: 2 ** 31 }, storedAt: 2 ** 31 + 0x200, fill: 0 }).ok).toBe(false);
});

test('[CKS-R4] two checksums that cover each other have no correction', () => {
  const circle = blockChecksums('circle', [
    { algorithm: 'SUM-8', covers: { address: 0x100, size: 8 }, storedAt: 0x110, byteOrder: 'big-endian' },
    { algorithm: 'CRC-16/ARC', covers: { address: 0x108, size: 0x10 }, storedAt: 0x100, byteOrder: 'big-endian' },
  ]);
  expect(circle.correct(segments)).toMatchObject({ error: expect.stringContaining('order them so that none') });
});
