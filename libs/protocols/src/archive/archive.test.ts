import { byteCount } from '@baylink/kernel';
import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { ARCHIVE_LIMITS, extract, readDirectory } from './index.js';
import { type RigEntry, zipOf } from './zip.rig.js';

const TEXT = strToU8('the same again and the same again and the same again');
const entry = (more: Partial<RigEntry> = {}): RigEntry => ({ name: 'a.xml', content: TEXT, ...more });

/** Contents by name, or the refusal. */
function unpack(file: Uint8Array, limits = ARCHIVE_LIMITS): Record<string, string> | string {
  const entries = readDirectory(file, limits);
  if (!entries.ok) return entries.error;
  const contents: Record<string, string> = {};
  for (const found of entries.value) {
    const content = extract(file, found);
    if (!content.ok) return content.error;
    contents[found.name] = Buffer.from(content.value).toString('latin1');
  }
  return contents;
}

const plain = Buffer.from(TEXT).toString('latin1');

test('[ARC-R1] stored and deflated entries, folders left out, a comment at the end', () => {
  const file = zipOf(
    [entry(), entry({ name: 'b/c.bin', method: 0 }), entry({ name: 'b/', content: new Uint8Array(), method: 0 })],
    'PK',
  );
  expect(unpack(file)).toEqual({ 'a.xml': plain, 'b/c.bin': plain });
});

test('[ARC-R1] an archive of another writer', () => {
  const big = new Uint8Array(300_000).map((_, i) => (i * i) >> 5);
  const file = zipSync({ 'x.bin': big, 'y.txt': [TEXT, { level: 0 }] });
  expect(unpack(file)).toEqual({ 'x.bin': Buffer.from(big).toString('latin1'), 'y.txt': plain });
});

test('[ARC-R1] a wrong CRC-32', () => {
  expect(unpack(zipOf([entry({ crc: 7 })]))).toContain('CRC-32 0x00000007');
});

test.each([
  ['entries', { entries: 1 }, 'has 2 entries, and the limit is 1'],
  ['one entry', { entryBytes: byteCount(50) }, 'which has 52 bytes unpacked, and the limit is 50'],
  ['all entries', { totalBytes: byteCount(100) }, 'unpacks to 104 bytes, and the limit is 100'],
  ['ratio', { ratioFrom: byteCount(0), ratio: 0.1 }, 'times its size'],
])('[ARC-R2] limit of %s', (_, limits, sentence) => {
  const file = zipOf([entry(), entry({ name: 'b.xml' })]);
  expect(unpack(file, { ...ARCHIVE_LIMITS, ...limits })).toContain(sentence);
});

test('[ARC-R2] a bomb of 32 MiB in 32 KiB is refused before it is unpacked', () => {
  const zeros = new Uint8Array(32 * 1024 * 1024);
  expect(unpack(zipOf([entry({ content: zeros })]))).toMatch(/unpacks to \d+ times its size, and the limit is 200/);
});

test.each([
  ['more', { size: 10 }, 'more than the 10 bytes'],
  ['less', { size: 100 }, 'unpacks to 52 bytes and says 100'],
])('[ARC-R3] an entry that holds %s than it says', (_, lie, sentence) => {
  expect(unpack(zipOf([entry(lie)]))).toContain(sentence);
});

test('[ARC-R3] a bomb that says 10 bytes stops after one step', () => {
  const file = zipOf([entry({ content: new Uint8Array(32 * 1024 * 1024), size: 10 })]);
  expect(unpack(file)).toContain('more than the 10 bytes');
});

test.each(['../../etc/passwd', 'a/../../b', '/etc/passwd', 'C:/x', 'a\\b', './a', 'a\nb', '', `${'x'.repeat(256)}`])(
  '[ARC-R4] the name %j is refused',
  (name) => {
    expect(typeof unpack(zipOf([entry({ name })]))).toBe('string');
  },
);

test('[ARC-R4] a name that comes twice', () => {
  expect(unpack(zipOf([entry(), entry({ name: 'A.XML' })]))).toContain('"A.XML" twice');
});

test.each<[string, Partial<RigEntry>, string]>([
  ['a link', { mode: 0o120777 }, 'a link or a device'],
  ['a device', { mode: 0o020600 }, 'a link or a device'],
  ['an encrypted entry', { flags: 1 }, 'encrypted'],
  ['ZIP64', { size: 0xffffffff }, 'ZIP64'],
  ['another method', { method: 12 }, 'method 12'],
  ['a stored entry of two sizes', { method: 0, size: 3 }, 'said to have 3'],
  ['two names', { localName: 'b.xml' }, 'called or packed differently'],
])('[ARC-R5][ARC-R6] refused: %s', (_, more, sentence) => {
  expect(unpack(zipOf([entry(more)]))).toContain(sentence);
});

test('[ARC-R5] the end record of ZIP64 and of a part', () => {
  const at = (offset: number, value: number) => {
    const file = zipOf([entry()]);
    return file.fill(value, file.length - 22 + offset, file.length - 22 + offset + 2);
  };
  expect(unpack(at(4, 1))).toContain('one part of several');
  const many = at(8, 0xff);
  expect(unpack(many.fill(0xff, many.length - 12, many.length - 10))).toContain('ZIP64');
});

test('[ARC-R6] one set of packed bytes for two entries', () => {
  expect(unpack(zipOf([entry(), entry({ name: 'a.xmm', localName: 'a.xml', sharedWith: 0 })]))).toContain(
    'differently',
  );
  const twice = zipOf([entry(), entry({ name: 'b.xml' })]);
  const second = twice.length - 22 - 51;
  expect(typeof unpack(twice.fill(0, second + 42, second + 46))).toBe('string');
});

test('[ARC-R7] every cut is refused', () => {
  const file = zipOf([entry(), entry({ name: 'b.xml' })]);
  for (let length = 0; length < file.length; length++) expect(typeof unpack(file.subarray(0, length))).toBe('string');
});

test('[ARC-R8] no damage makes the reader throw, and none gives other bytes', () => {
  const good = zipOf([entry(), entry({ name: 'b.bin', method: 0 })]);
  const names = new Set(['a.xml', 'b.bin']);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }), (changes) => {
      const file = good.slice();
      for (const [at, value] of changes) file[at] = value;
      const found = unpack(file);
      if (typeof found === 'string') return;
      for (const [name, content] of Object.entries(found)) if (names.has(name)) expect(content).toBe(plain);
    }),
    { numRuns: 2000 },
  );
});
