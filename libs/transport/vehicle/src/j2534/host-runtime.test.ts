import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BinaryClass } from '@baylink/protocols/j2534';
import { afterAll, describe, expect, test } from 'vitest';
import { chooseRuntime } from './host-runtime.js';
import { nodePlaces } from './node-places.table.js';

const folder = mkdtempSync(join(tmpdir(), 'baylink-runtime-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const hostScript = fileURLToPath(import.meta.url);

/** A program that says of itself what a Node.js would. */
function nodeSaying(name: string, said: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\necho '${said}'\n`);
  chmodSync(path, 0o755);
  return path;
}
const answer = (architecture: string, binding = true): string => JSON.stringify({ architecture, binding });
const IA32 = nodeSaying('ia32', answer('ia32'));
const ARM = nodeSaying('arm', answer('arm'));
const BARE = nodeSaying('bare', answer('ia32', false));
const MUTE = nodeSaying('mute', 'hello');
const NOWHERE = join(folder, 'nowhere');

const made = (architecture: string): BinaryClass => ({ format: 'PE', bits: 32, architecture });
const choose = (node: string | undefined, places: readonly string[], architecture = 'ia32') =>
  chooseRuntime({ library: '/vci32.dll', made: made(architecture), node, places, hostScript });

describe.skipIf(process.platform === 'win32')('[PTH-R21] which program runs the host', () => {
  test('this one, where the library fits it', async () => {
    expect(await choose(undefined, [IA32], process.arch)).toEqual({ ok: true, value: undefined });
  });

  test('the first at a usual place that is there, runs, and fits', async () => {
    expect(await choose(undefined, [NOWHERE, MUTE, ARM, IA32])).toEqual({ ok: true, value: IA32 });
  });

  test('the one that was named, and no other', async () => {
    expect(await choose(IA32, [])).toEqual({ ok: true, value: IA32 });
    expect(await choose(ARM, [IA32])).toMatchObject({
      error: { kind: 'unsupported', message: expect.stringContaining(`and ${ARM} is arm: install a Node.js for ia32`) },
    });
  });

  test.each([
    ['is not there', NOWHERE, 'does not run (ENOENT)'],
    ['is no Node.js', MUTE, 'does not run'],
  ])('one that was named and %s', async (_, node, words) => {
    expect(await choose(node, [IA32])).toMatchObject({ error: { message: expect.stringContaining(words) } });
  });

  test('none: the sentence names the place where one would be found', async () => {
    expect(await choose(undefined, [NOWHERE])).toMatchObject({
      error: { message: expect.stringContaining(`this Node.js is ${process.arch}: install a Node.js for ia32`) },
    });
    expect(await choose(undefined, [NOWHERE])).toMatchObject({
      error: { message: expect.stringContaining(`(at ${NOWHERE} it is found by itself) and name it with ?node=PATH.`) },
    });
  });

  test('one without the binding is told the package to install', async () => {
    const refused = await choose(BARE, []);
    expect(refused).toMatchObject({
      error: {
        message: expect.stringMatching(/npm install --no-save --force @koromix\/koffi-\w+-ia32@\d+\.\d+\.\d+"/),
      },
    });
  });
});

test('[PTH-R21] usual places: where the installers put a Node.js of another processor', () => {
  const windows = { 'ProgramFiles(x86)': 'C:\\Program Files (x86)', ProgramW6432: 'C:\\Program Files' };
  expect(nodePlaces('win32', 'ia32', windows)).toEqual(['C:\\Program Files (x86)\\nodejs\\node.exe']);
  expect(nodePlaces('win32', 'x64', windows)).toEqual(['C:\\Program Files\\nodejs\\node.exe']);
  expect(nodePlaces('win32', 'ia32', {})).toEqual([]);
  expect(nodePlaces('linux', 'ia32', {})).toEqual(['/opt/node-ia32/bin/node']);
  expect(nodePlaces('linux', 'mips', {})).toEqual([]);
});
