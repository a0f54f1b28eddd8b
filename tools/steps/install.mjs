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

/** What tests need beside npm's packages: the programs that would do, and the Debian package that holds one. */
const NEEDED = [
  { name: 'Redis', programs: ['redis-server'], package: 'redis-server' },
  { name: 'Chromium', programs: ['chromium', 'chromium-browser', 'google-chrome'], package: 'chromium' },
];

/** Installs what is missing through the system's packages as root on Debian or Ubuntu; elsewhere one sentence per thing. */
export async function installPrograms() {
  const missing = [];
  for (const need of NEEDED) if (!(await hasAny(need.programs))) missing.push(need);
  if (missing.length === 0) return 0;
  const packages = missing.map((need) => need.package);
  const apt = ['-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=600', 'install', ...packages];
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    if ((await run('apt-get', apt, { env })) === 0) return 0;
    await run('apt-get', ['-o', 'DPkg::Lock::Timeout=600', 'update'], { env });
    return run('apt-get', apt, { env });
  }
  console.error(
    `The tests need ${missing.map((need) => need.name).join(' and ')}; install with: sudo apt-get install ${packages.join(' ')} (or your system's own package manager), then run npm test again.`,
  );
  return 1;
}

async function hasAny(programs) {
  for (const program of programs)
    if ((await run('sh', ['-c', `command -v ${program}`], { quiet: true })) === 0) return true;
  return false;
}
