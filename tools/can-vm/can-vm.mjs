import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findProgram } from '../made-once/made-once.mjs';
import { startScript } from './guest.mjs';
import { prepareKernel } from './kernel.mjs';

/** Programs without which no machine starts, and the Debian packages that they come in. */
const PROGRAMS = {
  'qemu-system-x86_64': 'qemu-system-x86',
  'apt-get': 'apt',
  'apt-cache': 'apt',
  'dpkg-deb': 'dpkg',
  tar: 'tar',
  xz: 'xz-utils',
};
const QEMU = 'qemu-system-x86_64';
const MEMORY_MIB = 1024;
const LOOK_MS = 50;
const FAILED = 125;
const TIMED_OUT = 124;
/** Seconds for everything up to the command; emulation on a busy computer takes its time. */
const BOOT_SECONDS = 60;

/** One sentence when no virtual machine can start on this computer; `undefined` when one can, its kernel ready in a cache. */
export async function whyNoVm() {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return `No virtual CAN bus: the machine for it runs on Linux x64 only, and this is ${process.platform} ${process.arch}.`;
  const missing = Object.keys(PROGRAMS).filter((program) => findProgram(program) === undefined);
  if (missing.length > 0)
    return `No virtual CAN bus: ${missing.join(', ')} is missing; on Debian or Ubuntu install ${[...new Set(missing.map((program) => PROGRAMS[program]))].join(' ')}.`;
  try {
    await prepareKernel();
    return undefined;
  } catch (failure) {
    return `No virtual CAN bus: Debian's kernel cannot be made ready (${failure.message}).`;
  }
}

/**
 * Runs a command to its end in a machine of its own, in this working directory, as root. `hear` gets its output, both
 * streams together, as it comes. Answers its exit code, with a sentence when the machine is to blame.
 */
export async function runInVm(command, { seconds, hear, env = {} }) {
  const kernel = await prepareKernel();
  const folder = mkdtempSync(join(tmpdir(), 'baylink-can-vm-'));
  const at = (name) => join(folder, name);
  mkdirSync(at('job'));
  writeFileSync(at('job/out'), '');
  writeFileSync(at('job/start'), startScript({ command, env, folder: process.cwd() }));
  const qemu = spawn(QEMU, machine(kernel, at('job'), at('console')), { stdio: ['ignore', 'ignore', 'pipe'] });
  const stop = () => qemu.kill('SIGKILL');
  process.once('exit', stop);
  let complaint = '';
  qemu.stderr.on('data', (bytes) => (complaint = (complaint + bytes).slice(-500)));
  const exited = once(qemu, 'exit').catch((failure) => (complaint += failure.message));
  try {
    const end = performance.now() + (seconds + BOOT_SECONDS) * 1000;
    const output = openSync(at('job/out'), 'r');
    const follow = () => passOn(output, hear);
    while (qemu.exitCode === null && qemu.signalCode === null && performance.now() < end) {
      follow();
      await Promise.race([exited, pause(LOOK_MS)]);
    }
    const late = qemu.exitCode === null && qemu.signalCode === null;
    stop();
    await exited;
    follow();
    closeSync(output);
    if (existsSync(at('job/code'))) return { code: Number(readFileSync(at('job/code'), 'utf8')) };
    if (late)
      return { code: TIMED_OUT, sentence: `The virtual machine was stopped after ${seconds + BOOT_SECONDS} s.` };
    const said = existsSync(at('console')) ? readFileSync(at('console'), 'utf8').slice(-800) : '';
    return { code: FAILED, sentence: `The virtual machine ended before the command did. ${complaint} ${said}`.trim() };
  } finally {
    process.off('exit', stop);
    rmSync(folder, { recursive: true, force: true });
  }
}

function passOn(output, hear) {
  const buffer = Buffer.alloc(65536);
  for (;;) {
    const length = readSync(output, buffer);
    if (length === 0) return;
    hear(Buffer.from(buffer.subarray(0, length)));
  }
}

/** The host's whole file system, read-only, and the job's folder: both over virtio's 9p. */
function machine({ kernel, initrd }, job, console) {
  const share = (tag, path, options) => [
    '-fsdev',
    `local,id=${tag},path=${path.replaceAll(',', ',,')},security_model=none,multidevs=remap${options}`,
    '-device',
    `virtio-9p-pci,fsdev=${tag},mount_tag=${tag}`,
  ];
  return [
    ...['-machine', 'q35', ...accelerator(), '-smp', '1', '-m', String(MEMORY_MIB)],
    ...['-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot', '-serial', `file:${console}`],
    ...['-kernel', kernel, '-initrd', initrd],
    ...['-append', 'console=ttyS0 quiet panic=-1 mitigations=off tsc=reliable random.trust_cpu=on audit=0'],
    ...share('root', '/', ',readonly=on'),
    ...share('job', job, ''),
  ];
}

const EMULATED = ['-accel', 'tcg,thread=single', '-icount', 'shift=0,sleep=on', '-rtc', 'clock=vm', '-cpu', 'max'];

/**
 * Hardware help only where the processor's own module is loaded: nested in some sandboxes, /dev/kvm opens and does not work.
 * An emulated processor gets its clock from the instructions that it has done, a nanosecond for each: on a busy computer
 * its time goes slower with it, and nobody in there runs out of a second that he was not given.
 */
function accelerator() {
  const hardware = ['kvm_intel', 'kvm_amd'].some((name) => existsSync(`/sys/module/${name}`)) && canOpen('/dev/kvm');
  return hardware ? ['-accel', 'kvm', '-cpu', 'host'] : EMULATED;
}

function canOpen(path) {
  try {
    closeSync(openSync(path, 'r+'));
    return true;
  } catch {
    return false;
  }
}
