import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { madeOnce, placeOf } from '../made-once/made-once.mjs';
import { cpio } from './cpio.mjs';
import { initScript } from './guest.mjs';

const call = promisify(execFile);
/** Another number whenever something else is made here. */
const VERSION = 'can-vm-1';
const LARGEST = 256 * 1024 * 1024;

/** What the machine is to know before its root file system is there; what these need comes along. */
const MODULES = ['virtio_pci', '9pnet_virtio', '9p', 'overlay', 'can_raw', 'can_isotp', 'vcan', 'slcan', 'sch_netem'];
/** Where in the package they, and what they need, may be. */
const PLACES = [
  'net/',
  'lib/',
  'crypto/',
  'fs/9p/',
  'fs/netfs/',
  'fs/fscache/',
  'fs/overlayfs/',
  'drivers/virtio/',
  'drivers/net/can/',
];

/** Paths of a kernel and of its initial file system, made once: about 70 MB are loaded, 20 MB kept. */
export async function prepareKernel() {
  const folder = await madeOnce(VERSION, async (made) => {
    console.error(`Loading Debian's kernel into ${placeOf(VERSION)} (once, about 70 MB).`);
    await download(made, 'busybox-static');
    await download(made, await kernelPackage());
    await unpack(made);
    await makeInitrd(made);
    return keep(made, ['kernel', 'initrd']);
  });
  return { kernel: join(folder, 'kernel'), initrd: join(folder, 'initrd') };
}

/** A folder with these alone: the packages are not needed any more. */
function keep(folder, names) {
  const kept = join(folder, 'kept');
  mkdirSync(kept);
  for (const name of names) renameSync(join(folder, name), join(kept, name));
  return kept;
}

/** linux-image-amd64 names the package of the day: the flavour for clouds has no CAN. */
async function kernelPackage() {
  const { stdout } = await call('apt-cache', ['depends', 'linux-image-amd64']).catch(() => ({ stdout: '' }));
  const name = /Depends: (linux-image-\d\S*)/.exec(stdout)?.[1];
  if (name !== undefined) return name;
  throw new Error('apt knows no package linux-image-amd64: run apt-get update as root on Debian, then try again');
}

async function download(folder, name) {
  const get = () => call('apt-get', ['-q', '-o', 'APT::Sandbox::User=root', 'download', name], { cwd: folder });
  await get().catch(async () => {
    await call('apt-get', ['-q', 'update']).catch(() => undefined);
    await get();
  });
}

/** Only files that can matter; none of the packages' own scripts runs. */
async function unpack(folder) {
  const patterns = ['*/boot/vmlinuz-*', '*/bin/busybox', ...PLACES.map((place) => `*/kernel/${place}*`)];
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.deb')))
    await call(
      'sh',
      [
        '-c',
        'deb=$1; shift; dpkg-deb --fsys-tarfile "$deb" | tar -x --wildcards --wildcards-match-slash "$@" 2>/dev/null; true',
        'sh',
        name,
        ...patterns,
      ],
      {
        cwd: folder,
      },
    );
}

async function makeInitrd(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const find = (pattern) => {
    const file = files.find((path) => pattern.test(path));
    if (file === undefined) throw new Error(`the packages hold nothing like ${pattern.source}`);
    return file;
  };
  renameSync(find(/boot\/vmlinuz-/), join(folder, 'kernel'));
  const modules = await inOrder(files);
  const entries = [
    ...['bin', 'dev', 'proc', 'host', 'layer', 'whole', 'modules'].map((path) => ({ path })),
    { path: 'bin/busybox', bytes: readFileSync(find(/bin\/busybox$/)) },
    { path: 'init', bytes: Buffer.from(initScript(modules.map(({ file }) => file))) },
    ...modules.map(({ file, bytes }) => ({ path: `modules/${file}`, bytes })),
  ];
  writeFileSync(join(folder, 'initrd'), cpio(entries));
}

/** The modules and everything that they depend on, what is needed first in front. A name that is nowhere is built in. */
async function inOrder(files) {
  const byName = new Map(
    files
      .filter((path) => /\.ko(\.xz)?$/.test(path))
      .map((path) => [
        basename(path)
          .replace(/\.ko.*$/, '')
          .replaceAll('-', '_'),
        path,
      ]),
  );
  const order = new Map();
  const visit = async (name) => {
    const path = byName.get(name.replaceAll('-', '_'));
    if (path === undefined || order.has(path)) return;
    const bytes = path.endsWith('.xz')
      ? (await call('xz', ['-dc', path], { encoding: 'buffer', maxBuffer: LARGEST })).stdout
      : readFileSync(path);
    const needs = /\0depends=([^\0]*)\0/.exec(bytes.toString('latin1'))?.[1] ?? '';
    for (const need of needs.split(',').filter(Boolean)) await visit(need);
    order.set(path, { file: basename(path).replace(/\.xz$/, ''), bytes });
  };
  for (const name of MODULES) {
    if (!byName.has(name)) throw new Error(`the kernel's package holds no module ${name}`);
    await visit(name);
  }
  return [...order.values()];
}
