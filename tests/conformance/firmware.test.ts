import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { equalBytes } from '@baylink/kernel';
import { parseFirmware, toIntelHex, toSRecord } from '@baylink/protocols/firmware';
import { afterAll, expect, test } from 'vitest';

/* SRecord and the GNU binutils write files for our parser and read ours: two implementations that nobody here wrote. */
const present = (program: string) => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;
const srecord = present('srec_cat');
const objcopy = present('objcopy');
if (!srecord || !objcopy)
  console.warn(
    'SRecord or the binutils are missing: install with "sudo apt-get install srecord binutils", then run again.',
  );

const folder = mkdtempSync(join(tmpdir(), 'baylink-firmware-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => join(folder, name);
const BYTES = Uint8Array.from({ length: 70_000 }, (_, i) => (i * 31 + (i >> 8)) & 0xff);
const [FIRST = BYTES, SECOND = BYTES] = [BYTES.subarray(0, 65_000), BYTES.subarray(65_000)];
writeFileSync(at('first.bin'), FIRST);
writeFileSync(at('second.bin'), SECOND);

/** Two ranges with a gap; the first crosses 64 KiB where `from` is not at its start. */
const image = (from: number) => [
  { address: from, bytes: FIRST },
  { address: from + 0x20000, bytes: SECOND },
];
const catOf = (from: number): string[] => [
  at('first.bin'),
  '-binary',
  '-offset',
  `${from}`,
  at('second.bin'),
  '-binary',
  '-offset',
  `${from + 0x20000}`,
];

test.skipIf(!srecord).each([
  ['Intel HEX, linear', 0x8001fff0, ['-intel']],
  ['Intel HEX, segments', 0x1fff0, ['-intel', '-address-length=3']],
  ['S2', 0x1fff0, ['-motorola', '-address-length=3']],
  ['S3 with long lines', 0x8001fff0, ['-motorola', '-address-length=4', '-line-length=250']],
])('[C44][FWF-R12] what SRecord writes is read: %s', (_, from, format) => {
  execFileSync('srec_cat', [...catOf(from), '-o', at('theirs'), ...format]);
  const read = parseFirmware(new Uint8Array(readFileSync(at('theirs'))));
  expect(read.ok ? read.value.segments.map(({ address }) => address) : read.error.message).toEqual([
    from,
    from + 0x20000,
  ]);
  expect(
    read.ok && read.value.segments.every(({ bytes }, i) => equalBytes(bytes, image(from)[i]?.bytes ?? BYTES)),
  ).toBe(true);
});

test.skipIf(!srecord).each([
  ['S1', '0x100'],
  ['S2', '0x20100'],
])('[C44][FWF-R15] SRecord ends %s by S7 when the start address needs it', (type, offset) => {
  const start = 0x0800_0000;
  const where = ['-offset', offset, '-execution-start-address', `${start}`];
  execFileSync('srec_cat', [at('second.bin'), '-binary', ...where, '-o', at('theirs'), '-motorola']);
  const text = readFileSync(at('theirs'), 'latin1');
  expect(text).toMatch(new RegExp(`^${type}`, 'm'));
  expect(text).toMatch(/^S7/m);
  const read = parseFirmware(new Uint8Array(readFileSync(at('theirs'))));
  expect(read).toMatchObject({ ok: true, value: { entry: start, segments: [{ address: Number(offset) }] } });
});

test.skipIf(!srecord)('[C44][FWF-R15] so it does with all three widths in one file', () => {
  const parts = [0x100, 0x2_0000, 0x0800_0000].flatMap((from) => [at('second.bin'), '-binary', '-offset', `${from}`]);
  execFileSync('srec_cat', [...parts, '-execution-start-address', `${0x0800_0000}`, '-o', at('theirs'), '-motorola']);
  const read = parseFirmware(new Uint8Array(readFileSync(at('theirs'))));
  expect(read.ok ? read.value.segments.map(({ address }) => address) : read.error.message).toEqual([
    0x100, 0x2_0000, 0x0800_0000,
  ]);
});

test.skipIf(!srecord).each([
  ['-intel', toIntelHex],
  ['-motorola', toSRecord],
] as const)('[C44][FWF-R12] what we write, SRecord reads as the same bytes: %s', (format, write) => {
  const from = 0x8001fff0;
  writeFileSync(at('ours'), write({ segments: image(from) }));
  expect(spawnSync('srec_cmp', [at('ours'), format, '(', ...catOf(from), ')'])).toMatchObject({ status: 0 });
  const wrong = image(from).map(({ address, bytes }) => ({ address, bytes: bytes.with(0, (bytes[0] ?? 0) ^ 1) }));
  writeFileSync(at('wrong'), write({ segments: wrong }));
  expect(spawnSync('srec_cmp', [at('wrong'), format, '(', ...catOf(from), ')']).stderr.toString()).toContain('differ');
});

test.skipIf(!objcopy).each([
  ['ihex', toIntelHex],
  ['srec', toSRecord],
] as const)('[C44][FWF-R12] objcopy and we, both ways: %s', (format, write) => {
  const address = 0x8001fff0;
  execFileSync('objcopy', [
    '-I',
    'binary',
    '-O',
    format,
    '--change-addresses',
    `${address}`,
    at('first.bin'),
    at('theirs'),
  ]);
  const read = parseFirmware(new Uint8Array(readFileSync(at('theirs'))));
  expect(read.ok && read.value.segments[0]?.address).toBe(address);
  expect(read.ok && equalBytes(read.value.segments[0]?.bytes ?? BYTES, FIRST)).toBe(true);
  writeFileSync(at('ours'), write({ segments: [{ address, bytes: FIRST }] }));
  execFileSync('objcopy', ['-I', format, '-O', 'binary', at('ours'), at('back.bin')]);
  expect(equalBytes(new Uint8Array(readFileSync(at('back.bin'))), FIRST)).toBe(true);
});
