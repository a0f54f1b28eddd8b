import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './run.mjs';

/** `npm ci` when the packages are missing or older than the lock file; otherwise nothing. */
export async function installPackages() {
  const installed = join(root, 'node_modules/.package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs)
    return 0;
  return run('npm', ['ci', '--no-audit', '--no-fund']);
}

/**
 * What tests need beside npm's packages: commands of which one succeeds where it is there, and the Debian packages that
 * hold it. Without what is `optional`, the tests that need it say so and are skipped.
 */
const NEEDED = [
  { name: 'Redis', probes: ['command -v redis-server'], packages: ['redis-server'], optional: false },
  {
    name: 'Chromium',
    probes: ['command -v chromium', 'command -v chromium-browser', 'command -v google-chrome'],
    packages: ['chromium'],
    optional: false,
  },
  {
    name: 'Scapy, python-can and pyserial',
    probes: ['/usr/bin/python3 -c "import scapy, can, serial"'],
    packages: ['python3-scapy', 'python3-can', 'python3-serial'],
    optional: true,
  },
  {
    name: 'SRecord and binutils',
    probes: ['command -v srec_cat && command -v objcopy'],
    packages: ['srecord', 'binutils'],
    optional: true,
  },
  {
    name: 'Spin and a C compiler',
    probes: ['command -v spin && command -v cc'],
    packages: ['spin', 'gcc'],
    optional: true,
  },
  { name: 'tshark', probes: ['command -v tshark'], packages: ['tshark'], optional: true },
  {
    name: 'a 32-bit compiler and parts of a 32-bit Node.js',
    probes: ['command -v i686-linux-gnu-gcc && ls /usr/share/nodejs/undici /usr/share/nodejs/cjs-module-lexer'],
    packages: ['gcc-i686-linux-gnu', 'libc6-dev-i386-cross', 'node-undici', 'node-acorn', 'node-cjs-module-lexer'],
    optional: true,
  },
  {
    name: 'QEMU for a kernel with SocketCAN, and can-utils',
    probes: ['command -v qemu-system-x86_64 && command -v isotpsend'],
    packages: ['qemu-system-x86', 'can-utils', 'iproute2', 'xz-utils'],
    optional: true,
  },
];

/** Installs what is missing through the system's packages as root on Debian or Ubuntu; elsewhere one sentence for all of it. */
export async function installPrograms() {
  const missing = await missingPrograms();
  if (missing.length === 0) return 0;
  const packages = missing.flatMap((need) => need.packages);
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) await aptInstall(packages);
  const still = await missingPrograms();
  if (still.length === 0) return 0;
  const install = `sudo apt-get install ${still.flatMap((need) => need.packages).join(' ')}`;
  console.error(
    `The tests need ${still.map((need) => need.name).join(' and ')}; install with: ${install} (or your system's own package manager), then run npm test again.`,
  );
  return still.every((need) => need.optional) ? 0 : 1;
}

/** The lists of packages are fetched only when the ones that are there do not do. */
async function aptInstall(packages) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const apt = ['-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=600', 'install', ...packages];
  if ((await run('apt-get', apt, { env })) === 0) return;
  await run('apt-get', ['-o', 'DPkg::Lock::Timeout=600', 'update'], { env });
  await run('apt-get', apt, { env });
}

async function missingPrograms() {
  const missing = [];
  for (const need of NEEDED) if (!(await anySucceeds(need.probes))) missing.push(need);
  return missing;
}

async function anySucceeds(probes) {
  for (const probe of probes) if ((await run('sh', ['-c', probe], { quiet: true })) === 0) return true;
  return false;
}
