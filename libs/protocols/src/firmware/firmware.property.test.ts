import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FirmwareContent, type FirmwareImage, parseFirmware, toIntelHex, toSRecord } from './index.js';

/** Disjoint segments with gaps of at least one byte, anywhere in 32 bits. */
const segments = fc
  .array(
    fc.tuple(
      fc.oneof(fc.integer({ min: 1, max: 70_000 }), fc.integer({ min: 1, max: 2 ** 27 })),
      fc.uint8Array({ minLength: 1, maxLength: 100 }),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => {
    let address = 0;
    return parts.map(([gap, bytes]) => {
      const segment = { address: address + gap, bytes };
      address = segment.address + bytes.length;
      return segment;
    });
  });

const writers: [string, (image: FirmwareContent) => Uint8Array, fc.Arbitrary<FirmwareContent>][] = [
  ['Intel HEX', toIntelHex, fc.record({ segments, entry: fc.nat() }, { requiredKeys: ['segments'] })],
  [
    'S-record',
    toSRecord,
    fc.record(
      { segments, entry: fc.integer({ min: 1, max: 0xffffffff }), header: fc.stringMatching(/^[!-~]{0,60}$/) },
      { requiredKeys: ['segments'] },
    ),
  ],
];

const content = ({ segments, header, entry }: FirmwareImage): FirmwareContent => ({
  segments,
  ...(header === undefined ? {} : { header }),
  ...(entry === undefined ? {} : { entry }),
});

test.each(writers)('[FWF-R12] %s: what was written is read', (_, write, images) => {
  fc.assert(
    fc.property(images, (image) => {
      const read = parseFirmware(write(image));
      expect(read.ok && content(read.value)).toEqual(image);
    }),
  );
});

test.each(writers)('[FWF-R13] %s: one flipped bit is an error or changes nothing', (_, write, images) => {
  fc.assert(
    fc.property(images, fc.nat(), fc.nat({ max: 7 }), (image, place, bit) => {
      const file = write(image);
      const at = place % file.length;
      file[at] = (file[at] ?? 0) ^ (1 << bit);
      const read = parseFirmware(file);
      if (read.ok) expect(content(read.value)).toEqual(image);
    }),
    { numRuns: 2000 },
  );
});

test.each(writers)('[C44][FWF-R13] %s: every bit of one small file', (_, write) => {
  const image = {
    segments: [
      { address: 0xfffe, bytes: Uint8Array.of(1, 2, 3, 4) },
      { address: 0x1234567, bytes: Uint8Array.of(0) },
    ],
  };
  const good = write(image);
  for (let bit = 0; bit < 8 * good.length; bit++) {
    const file = good.slice();
    file[bit >> 3] = (file[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    const read = parseFirmware(file);
    if (read.ok) expect(content(read.value), `bit ${bit}`).toEqual(image);
  }
});

test('[FWF-R14] no bytes make the parser throw', () => {
  const noise = fc.uint8Array({ maxLength: 200 });
  const nearly = fc
    .array(fc.constantFrom(...':S0123456789abcdefAF \r\n'), { maxLength: 200 })
    .map((letters) => Uint8Array.from(letters, (l) => l.charCodeAt(0)));
  fc.assert(
    fc.property(fc.oneof(noise, nearly), (file) => {
      const read = parseFirmware(file);
      expect(read.ok || read.error.message.length > 0).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
