import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { baylink } from './browser/command.js';
import { pdx, vbf } from './foreign-containers.js';
import { intelHex, noise, sRecords } from './foreign-firmware.js';

const folder = mkdtempSync(join(tmpdir(), 'baylink-firmware-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bytes = noise(0x1000, 5);
const segments = [{ address: 0x8000, bytes }];
/** Covers all but its last four bytes, where it is stored. */
const SPEC = 'CRC-32:8000-8FFB@8FFC';
const right = crc32(bytes.subarray(0, -4)).toString(16).toUpperCase().padStart(8, '0');

const at = (name: string) => join(folder, name);
const file = (name: string, content: Buffer): string => {
  writeFileSync(at(name), content);
  return at(name);
};

test.each<[string, Buffer, readonly string[], RegExp]>([
  ['Intel HEX', intelHex(segments), [], /Intel HEX, \d+ records/],
  ['S-record', sRecords(segments), [], /Motorola S-record/],
  ['VBF', vbf(segments), [], /VBF, 1 records[\s\S]*file_checksum\): holds[\s\S]*block 1: holds/],
  ['PDX', pdx(segments), ['--session', 'update'], /ODX-F[\s\S]*session: update[\s\S]*CRC-32 "sum0": holds/],
  ['plain bytes', bytes, ['--at', '8000'], /plain bytes[\s\S]*no checksum of its own/],
])('check names container, ranges, digests and checksums: %s', async (name, content, more, shown) => {
  const path = file(`${name}.file`, content);
  const { code, out } = await baylink('firmware', 'check', path, ...more);
  expect(out).toMatch(shown);
  expect(out).toMatch(/0x00008000 to 0x00008FFF {2}4096 bytes {2}CRC-32/);
  expect(code).toBe(0);
  expect(await baylink('firmware', 'check', path, ...more, '--checksum', SPEC)).toMatchObject({
    code: 1,
    out: expect.stringContaining(`should be ${right}`),
  });
});

test.each<[string, Buffer, readonly string[]]>([
  ['hex', intelHex(segments), []],
  ['s19', sRecords(segments), []],
  ['vbf', vbf(segments), []],
  ['bin', bytes, ['--at', '8000']],
])('correct writes a new %s file, says what it changed, and leaves the old one alone', async (name, content, more) => {
  const path = file(`old.${name}`, content);
  const fresh = at(`new.${name}`);
  const named = ['--checksum', SPEC, ...more];
  const { code, out } = await baylink('firmware', 'correct', path, ...named, '--out', fresh);
  expect(out).toContain(`→ ${right}`);
  expect(code).toBe(0);
  expect(readFileSync(path).equals(content)).toBe(true);
  expect((await baylink('firmware', 'check', fresh, ...named)).code).toBe(0);
  expect((await baylink('firmware', 'correct', fresh, ...named, '--out', fresh)).code).toBe(2);
});

test('a VBF whose bytes were changed by hand is refused, and whole again after its sums were corrected by name', async () => {
  const damaged = vbf(segments);
  damaged.writeUInt8(damaged.readUInt8(damaged.length - 9) ^ 1, damaged.length - 9);
  const path = file('damaged.vbf', damaged);
  expect((await baylink('firmware', 'check', path)).code).toBe(2);
  const fresh = at('whole.vbf');
  expect((await baylink('firmware', 'correct', path, '--checksum', 'vbf', '--out', fresh)).out).toMatch(
    /block 1[\s\S]*file_checksum/,
  );
  expect((await baylink('firmware', 'check', fresh)).code).toBe(0);
});

test.each([
  ['a checksum that nobody knows', ['--checksum', 'EGGS:0-1@2']],
  ['a place outside the file', ['--checksum', 'CRC-32:8000-8FFB@9FFC']],
  ['no checksum named', []],
])('correct refuses %s, and writes nothing', async (_, more) => {
  const path = file('refused.hex', intelHex(segments));
  expect((await baylink('firmware', 'correct', path, ...more, '--out', at('none.hex'))).code).toBe(2);
  expect(existsSync(at('none.hex'))).toBe(false);
});

test('a publisher signs a file, and whoever trusts the key sees it; another file and another key are told apart', async () => {
  const path = file('published.hex', intelHex(segments));
  const { out } = await baylink('firmware', 'key', at('maker.json'), '--name', 'The maker');
  writeFileSync(at('policy.json'), out);
  const { key } = JSON.parse(out).publishers[0];
  const verify = (name: string, ...more: readonly string[]) => baylink('firmware', 'verify', name, ...more);
  expect(await verify(path, '--policy', at('policy.json'))).toMatchObject({
    code: 1,
    err: expect.stringMatching(/no publisher has signed it/),
  });
  expect((await baylink('firmware', 'sign', path, '--key', at('maker.json'))).code).toBe(0);
  expect(await verify(path, '--policy', at('policy.json'))).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^OK: .*its publisher is The maker$/),
  });
  expect((await verify(path, '--publisher', key)).code).toBe(0);
  expect(await verify(path)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/not known here: .* is signed by key/),
  });
  const other = file('other.hex', sRecords(segments));
  expect(await verify(other, '--signature', `${path}.jws`, '--policy', at('policy.json'))).toMatchObject({
    code: 3,
    err: expect.stringMatching(/^TAMPERED: .*it was made for a file of/),
  });
  expect((await verify(path, '--publisher', 'short')).code).toBe(2);
});
