import {
  FIRMWARE_LIMITS,
  parseFirmware,
  repairFirmware,
  toIntelHex,
  toSRecord,
  toVbf,
} from '@baylink/protocols/firmware';
import { describeLayers } from './odx-layers.mjs';
import { ODX_D, ODX_F, PDX } from './samples.mjs';

const BYTES = Uint8Array.from({ length: 64 }, (_, i) => (i * 7) & 0xff);
const content = {
  header: 'sample',
  segments: [
    { address: 0x1fff0, bytes: BYTES },
    { address: 0x30000, bytes: BYTES },
  ],
};
const vbf = { partNumber: 'BL-1', partType: 'EXE', ecuAddress: 0x7e0, erase: [{ address: 0, size: 1 }], ...content };
const text = (...pieces) => pieces.map((piece) => Buffer.from(piece, 'latin1'));
const NUMBERS = [Buffer.from([0, 0, 0, 0]), Buffer.from([0xff, 0xff, 0xff, 0xff])];
const MARKUP = text('<a>', '</a>', '<![CDATA[', '<!--', '&lt;', '<!DOCTYPE x>', '"', '=');

/** A refusal is one sentence, and what is taken is inside the limits. */
function read(file, roll) {
  const reading = roll(50) === 0 ? { address: roll(2 ** 31) } : {};
  const image = parseFirmware(file, FIRMWARE_LIMITS, reading);
  if (image.ok) return 'taken';
  if (!/^(Line|Block|Segment|The firmware file) [\s\S]*\.$/.test(image.error.message))
    throw new Error(`no sentence: ${image.error.message}`);
  return 'refused';
}

const repaired = (container) => (file) =>
  repairFirmware(file, { containers: [container], blocks: [], reading: {} }).ok ? 'taken' : 'refused';

/** A name, what a good input is, pieces that its format is made of, and who reads it: "taken" or "refused", never a throw. */
export const FILE_TARGETS = [
  {
    name: 'Intel HEX',
    seeds: [toIntelHex({ ...content, entry: 0x1234 })],
    pieces: text(':00000001FF\n', ':', '\r'),
    run: read,
  },
  { name: 'S-record', seeds: [toSRecord(content)], pieces: text('S9030000FC\n', 'S0', 'S3', '\n'), run: read },
  { name: 'VBF', seeds: [toVbf(vbf)], pieces: [...text('{', '}', '"', '/*', '//', '=', ';'), ...NUMBERS], run: read },
  { name: 'ODX-F', seeds: [ODX_F], pieces: MARKUP, run: read },
  {
    name: 'PDX',
    seeds: [PDX],
    pieces: [...text('PK\x01\x02', 'PK\x05\x06', 'PK\x03\x04'), ...NUMBERS],
    run: read,
  },
  { name: 'ODX-D', seeds: [ODX_D], pieces: MARKUP, run: describeLayers, every: 4 },
  { name: 'sums of lines', seeds: [toSRecord(content)], pieces: text('S3', '\n', ':'), run: repaired('records') },
  { name: 'sums of a VBF', seeds: [toVbf(vbf)], pieces: [...text('{', '}', '='), ...NUMBERS], run: repaired('vbf') },
];
