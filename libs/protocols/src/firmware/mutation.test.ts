import { concat } from '@baylink/kernel';
import { strToU8 } from 'fflate';
import { expect, test } from 'vitest';
import { openOdx } from '../odx/index.js';
import { odxD } from '../odx/odx.rig.js';
import { FIRMWARE_LIMITS, parseFirmware, toIntelHex, toSRecord, toVbf } from './index.js';
import { flashdata, odxF, pdx, SAMPLE_BYTES } from './odx-f/sample.rig.js';

/** Mutated files in this run. A million takes minutes: BAYLINK_RUNS=1000000. */
const RUNS = Number(process.env.BAYLINK_RUNS ?? 2000);
/** Bytes that a whole run may hold on to beyond what it began with. */
const HELD = 256 * 1024 * 1024;

const content = {
  header: 'sample',
  segments: [
    { address: 0x1fff0, bytes: SAMPLE_BYTES },
    { address: 0x30000, bytes: SAMPLE_BYTES },
  ],
};
const vbf = {
  partNumber: 'BL-1',
  partType: 'EXE' as const,
  ecuAddress: 0x7e0,
  erase: [{ address: 0, size: 1 }],
  segments: content.segments,
};
const SEEDS: readonly Uint8Array[] = [
  toIntelHex({ ...content, entry: 0x1234 }),
  toSRecord(content),
  toVbf(vbf),
  odxF(),
  pdx(odxF({ flashdata: flashdata('INTEL-HEX', '<DATAFILE>a.hex</DATAFILE>') }), [
    { name: 'a.hex', content: toIntelHex({ segments: [{ address: 0xb000, bytes: SAMPLE_BYTES }] }) },
  ]),
];
const PIECES: readonly Uint8Array[] = [
  ...[
    ':00000001FF\n',
    'S9030000FC\n',
    'S0',
    '{',
    '}',
    '"',
    '/*',
    '//',
    '=',
    '<a>',
    '</a>',
    '<![CDATA[',
    '<!--',
    '&lt;',
    '<!DOCTYPE x>',
  ].map((text) => strToU8(text)),
  Uint8Array.of(0, 0, 0, 0),
  Uint8Array.of(0xff, 0xff, 0xff, 0xff),
  Uint8Array.of(0x50, 0x4b, 1, 2),
  Uint8Array.of(0x50, 0x4b, 5, 6),
];

/** xorshift32: the same seed, the same million files. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % sides;
  };
}

/** One to four changes: a byte, a bit, a piece put in, a part cut out or doubled. */
function mutated(seed: Uint8Array, roll: (sides: number) => number): Uint8Array {
  let file: Uint8Array = seed.slice();
  for (let changes = roll(4) + 1; changes > 0; changes--) {
    const at = roll(file.length + 1);
    const [head, tail] = [file.subarray(0, at), file.subarray(at)];
    switch (roll(5)) {
      case 0:
        file.fill(roll(256), at, at + 1);
        break;
      case 1:
        file.fill((file[at] ?? 0) ^ (1 << roll(8)), at, at + 1);
        break;
      case 2:
        file = concat(head, PIECES[roll(PIECES.length)] ?? tail, tail);
        break;
      case 3:
        file = concat(head, tail.subarray(roll(64)));
        break;
      default:
        file = concat(head, file.subarray(Math.max(0, at - roll(64))));
    }
  }
  return file;
}

/** The largest one comes less often than the others. */
const seedOf = (run: number) => (run % LARGEST_EVERY === 0 ? LARGEST : (SEEDS[run % SEEDS.length] ?? LARGEST));
const LARGEST = odxD();
const LARGEST_EVERY = 40;

test(`[C44][A16][FWF-R14][ODX-R8] ${RUNS} mutated files: no throw, no hang, bounded memory, and an error is a sentence`, {
  timeout: 3_600_000,
}, () => {
  const roll = dice(0x5eed);
  const before = process.memoryUsage.rss();
  let [refused, taken, peak] = [0, 0, 0];
  for (let run = 0; run < RUNS; run++) {
    const file = mutated(seedOf(run), roll);
    const read = parseFirmware(file, FIRMWARE_LIMITS, roll(50) === 0 ? { address: roll(2 ** 31) } : {});
    if (read.ok) taken++;
    else {
      refused++;
      if (!/^(Line|Block|Segment|The firmware file) .*\.$/.test(read.error.message))
        expect(read.error.message).toBe('one sentence');
    }
    if (run % LARGEST_EVERY === 0) openOdx(file);
    if (run % 1000 === 0) peak = Math.max(peak, process.memoryUsage.rss() - before);
  }
  expect(refused).toBeGreaterThan(RUNS / 3);
  expect(taken).toBeGreaterThan(0);
  expect(peak).toBeLessThan(HELD);
  if (RUNS > 100_000)
    console.log(`${taken} taken, ${refused} refused, at most ${Math.round(peak / 2 ** 20)} MiB more than at the start`);
});
