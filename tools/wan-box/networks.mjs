import { execFile, spawn } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { openTun } from './tun.mjs';

const call = promisify(execFile);

export const NEAR = { device: 'wan-near', address: '10.213.0.1' };
export const FAR = { device: 'wan-far', address: '10.213.0.2' };
const PREFIX = 30;
const PROGRAMS = { ip: 'iproute2', unshare: 'util-linux', nsenter: 'util-linux' };

/** What starts a program in a network of its own, with the rights to set it up. */
export const APART = ['unshare', ...(process.getuid?.() === 0 ? [] : ['--user', '--map-root-user']), '--net', '--'];

/** One sentence when there can be no such line on this machine; `undefined` when there can. */
export async function whyNoWanBox() {
  if (process.platform !== 'linux')
    return `No line between two networks: they exist on Linux, and this is ${process.platform}.`;
  for (const [program, name] of Object.entries(PROGRAMS))
    if (await fails('sh', '-c', `command -v ${program}`))
      return `No line between two networks: ${program} is missing; install ${name}.`;
  const [command, ...args] = APART;
  if (await fails(command, ...args, 'sh', '-c', ': <>/dev/net/tun && ip link set lo up'))
    return 'No line between two networks: this user may make no network of its own, or /dev/net/tun is missing; run as root on a machine that has it.';
  return undefined;
}

const fails = (command, ...args) =>
  call(command, args).then(
    () => false,
    () => true,
  );

/**
 * Makes the far network and the line to it from the network that this process is in, which has to be its own. `ends` are
 * descriptors of the near and the far device: what one network sends is read from its own, what it is to get is written there.
 */
export async function openNetworks() {
  // Lives as long as its standard input, which is as long as this process.
  const holder = spawn('unshare', ['--net', '--', 'cat'], { stdio: ['pipe', 'ignore', 'inherit'] });
  const farNet = `/proc/${holder.pid}/ns/net`;
  await untilApart(farNet);
  const inFar = (...args) => call('nsenter', [`--net=${farNet}`, '--', ...args]);
  const inNear = (command, ...args) => call(command, args);
  const ends = [openTun(NEAR.device), openTun(FAR.device)];
  await inNear('ip', 'link', 'set', FAR.device, 'netns', String(holder.pid));
  for (const [run, { device, address }] of [
    [inNear, NEAR],
    [inFar, FAR],
  ]) {
    await run('ip', 'link', 'set', 'lo', 'up');
    await run('ip', 'addr', 'add', `${address}/${PREFIX}`, 'dev', device);
    await run('ip', 'link', 'set', device, 'mtu', '1500', 'txqueuelen', '5000', 'up');
  }
  return {
    ends,
    farNet,
    /** Wakes whoever reads from a device. */
    async close() {
      await inFar('ip', 'link', 'del', FAR.device);
      await inNear('ip', 'link', 'del', NEAR.device);
      holder.stdin.end();
    },
  };
}

const LOOK_MS = 10;
const PATIENCE = 500;

async function untilApart(net) {
  for (let looks = 0; looks < PATIENCE; looks++) {
    if (networkOf(net) !== readlinkSync('/proc/self/ns/net')) return;
    await pause(LOOK_MS);
  }
  throw new Error('The far network was not made: see what unshare has said.');
}

function networkOf(net) {
  try {
    return readlinkSync(net);
  } catch {
    throw new Error('The far network ended as soon as it was made: see what unshare has said.');
  }
}
