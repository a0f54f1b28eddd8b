import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { tempFolder } from '../../test/temp-folder.js';
import { readDocument, writeDocument } from '../disk/document.js';
import { nodeDisk } from '../disk/node-disk.js';
import { openDeviceKey } from './device-key.js';

const pathIn = (folder: string) => join(folder, 'device-key.json');

test('[SHP-R55] the device key is made once, for this user only, and stays', async () => {
  const folder = join(tempFolder(), 'new', 'shop');
  const first = await openDeviceKey(folder);
  const second = await openDeviceKey(folder);
  expect(first.ok && second.ok && first.value.thumbprint === second.value.thumbprint).toBe(true);
  expect(statSync(pathIn(folder)).mode & 0o777).toBe(0o600);
});

test.each([0o644, 0o640, 0o660])(
  '[SHP-R55] a key of mode %o is refused with the command that mends it',
  async (mode) => {
    const folder = tempFolder();
    await openDeviceKey(folder);
    chmodSync(pathIn(folder), mode);
    expect(await openDeviceKey(folder)).toMatchObject({ ok: false, error: expect.stringContaining('chmod 600') });
  },
);

test.each<[string, (text: string) => string]>([
  ['empty', () => ''],
  ['cut off', (text) => text.slice(0, 40)],
  ['without its private half', (text) => JSON.stringify({ ...JSON.parse(text), d: undefined })],
  ['of another curve', (text) => text.replace('Ed25519', 'X25519')],
  ['two halves that are no pair', (text) => JSON.stringify({ ...JSON.parse(text), x: 'A'.repeat(43) })],
])('[SHP-R55] a key that is %s is refused and left as it is: a new one would undo the pairing', async (_, harm) => {
  const folder = tempFolder();
  await openDeviceKey(folder);
  const harmed = harm(readFileSync(pathIn(folder), 'utf8'));
  writeFileSync(pathIn(folder), harmed, { mode: 0o600 });
  const opened = await openDeviceKey(folder);
  expect(opened).toMatchObject({ ok: false, error: expect.stringContaining(pathIn(folder)) });
  expect(readFileSync(pathIn(folder), 'utf8')).toBe(harmed);
  if (!opened.ok) expect(opened.error).not.toMatch(/"d"|[A-Za-z0-9_-]{43}/);
});

test('[SHP-R56] a document is replaced whole; one that is damaged is an error and not an empty one', async () => {
  const path = join(tempFolder(), 'deep', 'document.json');
  const schema = z.strictObject({ used: z.int() });
  expect(await readDocument(nodeDisk(), path, schema)).toEqual({ ok: true, value: undefined });
  for (const used of [1, 2]) await writeDocument(nodeDisk(), path, { used });
  expect(await readDocument(nodeDisk(), path, schema)).toEqual({ ok: true, value: { used: 2 } });
  expect(statSync(path).mode & 0o777).toBe(0o600);
  for (const text of ['', '{', '{"used":"2"}', '{"used":2,"more":1}', 'null']) {
    writeFileSync(path, text);
    expect(await readDocument(nodeDisk(), path, schema)).toMatchObject({
      ok: false,
      error: expect.stringContaining(path),
    });
  }
});
