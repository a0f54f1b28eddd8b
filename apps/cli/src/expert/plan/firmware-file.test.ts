import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { err } from '@baylink/kernel';
import { afterAll, expect, test } from 'vitest';
import { parseMemoryAddress, readFirmware } from './firmware-file.js';

const folder = mkdtempSync(join(tmpdir(), 'baylink-firmware-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, 'a.bin');
writeFileSync(path, 'content');

test('what the shop would refuse is refused before it is sent, with the file and the reason', async () => {
  const refuses = async () => err('The firmware file is none of these.');
  await expect(readFirmware({ file: path }, refuses)).rejects.toMatchObject({
    sentence: `${path}: The firmware file is none of these.`,
  });
  await expect(readFirmware({ file: join(folder, 'missing') }, refuses)).rejects.toMatchObject({
    sentence: expect.stringContaining('cannot be read'),
  });
  await expect(readFirmware({}, refuses)).rejects.toMatchObject({ sentence: expect.stringContaining('--file') });
});

test('a file that is left to the shop is not looked into', async () => {
  const asked: unknown[] = [];
  const reader = async (): Promise<never> => Promise.reject(new Error(String(asked.push('read'))));
  expect(await readFirmware({ file: path, unchecked: true }, reader)).toMatchObject({ name: 'a.bin' });
  expect(asked).toEqual([]);
});

test('address and session reach the reader', async () => {
  const asked: unknown[] = [];
  await readFirmware({ file: path, at: 0x8000, session: 's' }, async ({ reading }) => {
    asked.push(reading);
    return err('x');
  }).catch(() => undefined);
  expect(asked).toEqual([{ address: 0x8000, session: 's' }]);
  expect(parseMemoryAddress('0x8000')).toBe(0x8000);
  expect(parseMemoryAddress('FFFFFFFF')).toBe(0xffffffff);
  expect(() => parseMemoryAddress('12 34')).toThrow('is no address');
});
