import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Debian's own interpreter: its packages are there, whatever else is first on the path. */
const PYTHON = '/usr/bin/python3';
const MODULES = ['scapy', 'can', 'serial'];
const run = promisify(execFile);

/** Why the peers cannot run on this machine, and what to do about it; `undefined` when they can. */
export async function missingPeers(): Promise<string | undefined> {
  try {
    await run(PYTHON, ['-c', `import ${MODULES.join(', ')}`]);
    return undefined;
  } catch {
    return `${PYTHON} lacks one of ${MODULES.join(', ')}: install with "sudo apt-get install python3-scapy python3-can python3-serial", then run again.`;
  }
}

/** Runs a script of `peers/` and answers the JSON object that it prints; fails with its stderr. */
export async function peer(script: string, ...args: readonly string[]): Promise<unknown> {
  const { stdout } = await run(PYTHON, ['-B', join(import.meta.dirname, 'peers', script), ...args], {
    timeout: 100_000,
  });
  return JSON.parse(stdout);
}
