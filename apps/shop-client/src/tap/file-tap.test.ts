import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { bytesOf } from '@baylink/kernel';
import { SimulatedClock } from '@baylink/testing';
import { expect, test } from 'vitest';
import { tempFolder } from '../../test/temp-folder.js';
import { openFileTap } from './file-tap.js';

const ROOM = 64 * 1024;

/** A file system of `ROOM` bytes, or nothing where this user may not make one. */
function smallDisk(): { readonly path: string; readonly release: () => void } | undefined {
  const path = join(tempFolder(), 'disk');
  mkdirSync(path);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${ROOM}`, 'tmpfs', path], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  return { path, release: () => execFileSync('umount', [path]) };
}

test('[SHP-R130] a full disk ends the tap with a whole line, tells it once, and throws nothing', ({ skip }) => {
  const disk = smallDisk();
  skip(disk === undefined, 'only root can mount a small file system here');
  const file = join(disk?.path ?? '', 'tap');
  const told: string[] = [];
  const tap = openFileTap(file, new SimulatedClock(), (sentence) => told.push(sentence));
  if (!tap.ok) throw new Error(tap.error);
  try {
    for (let i = 0; i < 1000; i++) tap.value.byte('tx', 'bus', new Uint8Array(100).fill(i));
    expect(told).toEqual([expect.stringMatching(/tap ends here \(.+\); the vehicle link goes on/)]);
    const text = readFileSync(file, 'utf8');
    expect(text.endsWith(' bus\n')).toBe(true);
    expect(statSync(file).size).toBeGreaterThan(ROOM / 2);
    tap.value.byte('rx', 'bus', bytesOf(1));
    expect(readFileSync(file, 'utf8')).toBe(text);
  } finally {
    tap.value.close();
    disk?.release();
  }
});

test('[SHP-R130] lines are appended to what is there', () => {
  const file = join(tempFolder(), 'tap');
  const fd = openSync(file, 'w');
  writeSync(fd, '1 tx 00 bus\n');
  closeSync(fd);
  const tap = openFileTap(file, new SimulatedClock(), () => undefined);
  if (!tap.ok) throw new Error(tap.error);
  tap.value.byte('rx', 'bus', bytesOf(0x7e, 0));
  tap.value.close();
  expect(readFileSync(file, 'utf8')).toMatch(/^1 tx 00 bus\n\d+ rx 7e00 bus\n$/);
});
