import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { millis } from '@baylink/kernel';
import { toIntelHex } from '@baylink/protocols/firmware';
import { strToU8, zipSync } from 'fflate';
import { expect, test, vi } from 'vitest';
import type { LoadedImage } from './image.js';
import { imageWorker, WORKER_LIMITS } from './image-worker.js';

vi.setConfig({ testTimeout: 90_000 });

/** The thread runs the build, as in real life. */
const built = existsSync(fileURLToPath(new URL('../../dist/staging/worker/main.js', import.meta.url)));
const inWorker = test.skipIf(!built);
if (!built) console.warn('The hostile files are skipped: the shop client is not built. Run "npm run build" first.');

/** The machine of a test may be busy: what is asked here is the refusal, not its time. */
const PATIENT = { ...WORKER_LIMITS, patience: () => millis(60_000) };

const load = async (bytes: Uint8Array, limits = PATIENT): Promise<LoadedImage | string> => {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const image = await imageWorker(limits)({ sha256, bytes, reading: {} });
  return image.ok ? image.value : image.error;
};
const hexRecord = (address: number): string => {
  const bytes = [1, (address >> 8) & 0xff, address & 0xff, 0, 0xaa];
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  return `:${[...bytes, -sum & 0xff].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
};
const pdx = (files: Record<string, Uint8Array>) =>
  zipSync({ 'index.xml': strToU8('<CATALOG><ABLOCKS/></CATALOG>'), ...files });
const MIB = 1024 * 1024;

inWorker('[A16][SHP-R93] a sound file comes back as the image that it is', async () => {
  const loaded = await load(toIntelHex({ segments: [{ address: 0x8000, bytes: new Uint8Array(5000).fill(7) }] }));
  expect(loaded).toMatchObject({ dataFormat: 0, staged: { segments: [{ address: 0x8000, size: 5000 }] } });
});

inWorker.each<[string, () => Uint8Array, string]>([
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
])('[A16][F40][SHP-R93] %s is refused in a sentence', async (_, file, sentence) => {
  expect(await load(file())).toContain(sentence);
});

inWorker('[A16][SHP-R93] two bytes 4 GB apart cost two bytes', async () => {
  const loaded = await load(strToU8('S30600000000AA4F\nS306FFFFFFFFBB42\nS70500000000FA\n'));
  expect(loaded).toMatchObject({ staged: { segments: [{ size: 1 }, { address: 0xffffffff, size: 1 }] } });
});

inWorker(
  '[F40][SHP-R94] a reader that runs out of memory or time is a sentence, and the next file is read',
  async () => {
    const elements = strToU8(`<ODX>${'<a b="1"/>'.repeat(390_000)}</ODX>`);
    expect(await load(elements, { ...PATIENT, heap: 16 })).toMatch(
      /takes more than 16 MiB of memory\. Nothing was written/,
    );
    expect(await load(elements, { ...PATIENT, patience: () => millis(0) })).toContain('was not read within 0 s');
    expect(await load(toIntelHex({ segments: [{ address: 0, bytes: Uint8Array.of(1) }] }))).toMatchObject({
      dataFormat: 0,
    });
  },
);
