import { createHash } from 'node:crypto';
import { byteCount, millis } from '@baylink/kernel';
import { toIntelHex } from '@baylink/protocols/firmware';
import { inQuarantine, type LoadedImage, type QuarantineLimits, quarantineLimits } from '@baylink/shop-client';
import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';

const MIB = 1024 * 1024;
/** Whatever its size, a hostile file may cost no more. */
const A16 = { cpu: 2_000, memory: 256 * MIB };

const read = async (bytes: Uint8Array, limits: Partial<QuarantineLimits> = {}) => {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const all = { ...quarantineLimits(bytes.length), ...limits };
  const { outcome, spent } = await inQuarantine('loadImage', bytes, { sha256, reading: {} }, all);
  return { told: outcome.ok ? (outcome.value as LoadedImage) : outcome.error, spent };
};
const hexRecord = (address: number): string => {
  const bytes = [1, (address >> 8) & 0xff, address & 0xff, 0, 0xaa];
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  return `:${[...bytes, -sum & 0xff].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
};
const pdx = (files: Record<string, Uint8Array>) =>
  zipSync({ 'index.xml': strToU8('<CATALOG><ABLOCKS/></CATALOG>'), ...files });

test('[A16][SHP-R93] a sound file comes back as the image that it is', async () => {
  const { told } = await read(toIntelHex({ segments: [{ address: 0x8000, bytes: new Uint8Array(5000).fill(7) }] }));
  expect(told).toMatchObject({ dataFormat: 0, staged: { segments: [{ address: 0x8000, size: 5000 }] } });
});

test.each<[string, () => Uint8Array, string]>([
  ['an archive bomb', () => pdx({ 'a.odx-f': new Uint8Array(31 * MIB) }), 'times its size'],
  ['a path that leads out', () => pdx({ '../../etc/cron.d/x': new Uint8Array(1) }), 'leads out of the archive'],
  [
    'an external entity',
    () => strToU8('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><ODX>&x;</ODX>'),
    'has a DOCTYPE',
  ],
  [
    'entities of entities',
    () => strToU8(`<!DOCTYPE a [<!ENTITY a "${'x'.repeat(1000)}"><!ENTITY b "&a;&a;&a;">]><ODX>&b;</ODX>`),
    'has a DOCTYPE',
  ],
  ['deep elements', () => strToU8(`<ODX>${'<a>'.repeat(2_000_000)}`), 'more than 64 deep'],
  ['many elements', () => strToU8(`<ODX>${'<a/>'.repeat(4_000_000)}</ODX>`), 'more than 400000 elements'],
  ['one huge comment', () => strToU8(`<ODX><!--${'-a'.repeat(10 * MIB)}--></ODX>`), 'a comment of more than'],
  ['ends of lines', () => strToU8(`<ODX a="${'a\n'.repeat(10 * MIB)}"/>`), 'pieces of markup and lines'],
  ['one huge text', () => strToU8(`<ODX>${'A'.repeat(33 * MIB)}</ODX>`), 'and the limit is'],
  [
    'many places',
    () => strToU8(Array.from({ length: 32_768 }, (_, i) => hexRecord(2 * i)).join('\n')),
    'without its end',
  ],
  ['one huge line', () => new Uint8Array(60 * MIB).fill(0x41).fill(0x3a, 0, 1), 'hex digits, but its length field'],
  ['NUL bytes', () => new Uint8Array(60 * MIB), 'begins with byte 0x00'],
  ['blank lines', () => new Uint8Array(60 * MIB).fill(0x0a), 'is empty'],
  [
    'a VBF header without end',
    () => strToU8(`vbf_version = 2.6; header { a = {${'1,'.repeat(MIB)}`),
    'more than 16384',
  ],
  ['records without data', () => strToU8(':0000000000\n'.repeat(5_000_000)), 'records without data'],
])(
  '[A16][F40][SHP-R93] %s is refused in a sentence, within two seconds of the processor and 256 MB',
  async (_, file, sentence) => {
    const { told, spent } = await read(file());
    expect(told).toContain(sentence);
    expect(spent?.cpu).toBeLessThan(A16.cpu);
    expect(spent?.memory).toBeLessThan(A16.memory);
  },
);

test('[A16][SHP-R93] two bytes 4 GB apart cost two bytes', async () => {
  const { told } = await read(strToU8('S30600000000AA4F\nS306FFFFFFFFBB42\nS70500000000FA\n'));
  expect(told).toMatchObject({ staged: { segments: [{ size: 1 }, { address: 0xffffffff, size: 1 }] } });
});

const ELEMENTS = strToU8(`<ODX>${'<a b="1"/>'.repeat(390_000)}</ODX>`);

test.each<[string, Partial<QuarantineLimits>, string]>([
  ['objects', { heap: byteCount(16 * MIB) }, 'takes more than 16 MiB of memory. Nothing was written'],
  ['memory', { memory: byteCount(48 * MIB) }, 'takes more than 48 MiB of memory. Nothing was written'],
  ['processor', { cpu: millis(50) }, 'takes more than 0.05 s of the processor. Nothing was written'],
  ['patience', { patience: millis(1) }, 'no answer within 0.001 s'],
])(
  '[F40][SHP-R94] a reader that runs out of %s is a sentence, and the next file is read',
  async (_, limits, sentence) => {
    expect((await read(ELEMENTS, limits)).told).toContain(sentence);
    expect((await read(toIntelHex({ segments: [{ address: 0, bytes: Uint8Array.of(1) }] }))).told).toMatchObject({
      dataFormat: 0,
    });
  },
);
