import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { whyNoWanBox } from '../../tools/wan-box/networks.mjs';

const MAIN = fileURLToPath(new URL('../../tools/wan-box/main.mjs', import.meta.url));
const missing = await whyNoWanBox();
if (missing !== undefined) console.warn(missing);

/** A program at the far end sends back what it gets; the near one says how long the greeting took, and exits with 3. */
const PROGRAM = `
const net = require('node:net');
const { spawn } = require('node:child_process');
const { WAN_BOX_FAR: far, WAN_BOX_FAR_NET: farNet } = process.env;
const echo = "require('node:net').createServer((s) => s.pipe(s)).listen(7000, '" + far + "', () => console.log('up'))";
const there = spawn('nsenter', ['--net=' + farNet, '--', process.execPath, '-e', echo], { stdio: ['ignore', 'pipe', 'inherit'] });
there.stdout.once('data', () => {
  const start = performance.now();
  const socket = net.connect(7000, far, () => socket.write('greeting'));
  socket.once('data', (bytes) => {
    console.log(String(bytes), performance.now() - start);
    there.kill();
    process.exit(3);
  });
});`;

test.skipIf(missing !== undefined)(
  'a command and a program at the far end reach each other, not sooner than the line allows',
  { timeout: 60_000 },
  async () => {
    const args = [MAIN, '--rtt', '100', '--', process.execPath, '-e', PROGRAM];
    const ended = await promisify(execFile)(process.execPath, args).catch((failure: unknown) => failure);
    expect(ended).toMatchObject({ code: 3 });
    const [said = '', took = '0'] = String((ended as { stdout: string }).stdout).split(' ');
    expect(said).toBe('greeting');
    // One round trip to connect, one for the greeting.
    expect(Number(took)).toBeGreaterThanOrEqual(199);
  },
);
