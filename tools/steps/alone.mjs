import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from './run.mjs';

const LOOK_MS = 500;

/** Runs `work` while no other process of this checkout runs work of that name; waits its turn. */
export async function alone(name, work) {
  const checkout = createHash('sha256').update(root).digest('hex').slice(0, 12);
  const lock = join(tmpdir(), `baylink-${name}-${checkout}.lock`);
  while (!take(lock)) await pause(LOOK_MS);
  const release = () => rmSync(lock, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    release();
    process.off('exit', release);
  }
}

/** A lock of a process that is gone is nobody's. */
function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (!isAlive(lock)) rmSync(lock, { force: true });
    return false;
  }
}

function isAlive(lock) {
  try {
    process.kill(Number(readFileSync(lock, 'utf8')), 0);
    return true;
  } catch (failure) {
    return failure.code === 'EPERM';
  }
}
