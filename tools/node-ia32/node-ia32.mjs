import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findProgram, madeOnce, placeOf } from '../made-once/made-once.mjs';

const call = promisify(execFile);
/** Another number whenever something else is made here. */
const VERSION = 'node-ia32-1';
const COMPILER = 'i686-linux-gnu-gcc';
/** Debian's Node.js has parts of itself there, and nowhere else. */
const PARTS = ['/usr/share/nodejs/undici', '/usr/share/nodejs/acorn', '/usr/share/nodejs/cjs-module-lexer'];
const KOFFI = new URL('../../node_modules/koffi/package.json', import.meta.url);

/** Why this machine cannot run a 32-bit Node.js of Debian beside its own, in a sentence; `undefined` when it can. */
export function whyNoNodeIa32() {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return 'Skipped: 32-bit libraries are tried on Linux on a 64-bit Intel processor; run it there.';
  if (!['apt-get', 'dpkg-deb', COMPILER].every(findProgram) || !PARTS.every(existsSync))
    return "Skipped: it takes Debian's 32-bit compiler and parts of its Node.js; as root, npm test installs them.";
  return undefined;
}

/**
 * A 32-bit Node.js from Debian's packages, made once (about 30 MB are loaded) and installed nowhere: `node` is the program,
 * `folder` one in which scripts find koffi with the binding of that processor, `compiler` makes libraries for it.
 */
export async function prepareNodeIa32() {
  const folder = await madeOnce(VERSION, async (made) => {
    console.error(`Loading Debian's 32-bit Node.js into ${placeOf(VERSION)} (once, about 30 MB).`);
    await unpackDebian(made);
    await installBinding(made);
    return made;
  });
  return { node: join(folder, 'bin/node'), folder, compiler: COMPILER };
}

/** With lists of packages of its own: what this machine has installed, and for which processors, stays as it is. */
async function unpackDebian(folder) {
  const apt = join(folder, 'apt');
  for (const name of ['state/lists/partial', 'cache/archives/partial']) mkdirSync(join(apt, name), { recursive: true });
  writeFileSync(join(apt, 'status'), '');
  const settings = {
    'Dir::State': join(apt, 'state'),
    'Dir::State::status': join(apt, 'status'),
    'Dir::Cache': join(apt, 'cache'),
    'APT::Architecture': 'i386',
    'APT::Architectures': 'i386',
    'APT::Sandbox::User': '',
    'Debug::NoLocking': '1',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  // One list that cannot be had, as in the middle of a mirror's work, is no reason to have none.
  await call('apt-get', ['-q', ...options, 'update']).catch(() => undefined);
  await call('apt-get', ['-qy', ...options, '--no-install-recommends', '--download-only', 'install', 'nodejs']);
  const debs = join(apt, 'cache/archives');
  for (const name of readdirSync(debs).filter((file) => file.endsWith('.deb')))
    await call('dpkg-deb', ['-x', join(debs, name), join(folder, 'root')]);
  rmSync(apt, { recursive: true });
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin/node'), program(join(placeOf(VERSION), 'root')));
  chmodSync(join(folder, 'bin/node'), 0o755);
}

const program = (root) => `#!/bin/sh
exec '${root}/lib/ld-linux.so.2' --library-path '${root}/lib/i386-linux-gnu:${root}/usr/lib/i386-linux-gnu' '${root}/usr/bin/node' "$@"
`;

/** npm takes the binding of another processor only when it is forced to. */
async function installBinding(folder) {
  const { version } = JSON.parse(readFileSync(KOFFI, 'utf8'));
  writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
  const wanted = [`koffi@${version}`, `@koromix/koffi-linux-ia32@${version}`];
  await call('npm', ['install', '--force', '--no-audit', '--no-fund', '--ignore-scripts', ...wanted], { cwd: folder });
}
