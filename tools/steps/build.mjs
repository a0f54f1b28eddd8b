import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, run } from './run.mjs';

const SOURCES = ['apps', 'libs', 'tools', 'package-lock.json', 'tsconfig.base.json', 'nx.json'];
const NO_SOURCE = new Set(['dist', 'dist-page', 'node_modules']);
const BUILT = ['apps/cli/dist/main.js', 'apps/expert-console/dist/index.html', 'apps/shop-client/dist-page/index.html'];
const STAMP = join(root, 'node_modules/.cache/baylink/built');

/**
 * Builds when a source has changed since the last build that was made here; otherwise touches nothing, so that processes
 * which run from this checkout keep what they run from.
 */
export async function buildWhenChanged() {
  const now = fingerprint();
  const before = existsSync(STAMP) ? readFileSync(STAMP, 'utf8') : '';
  if (now === before && BUILT.every((file) => existsSync(join(root, file)))) return 0;
  const code = await run('npm', ['run', 'build', '--silent']);
  if (code !== 0) return code;
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, now);
  return 0;
}

/** Names, sizes and times of every source file. */
export function fingerprint() {
  const hash = createHash('sha256');
  for (const name of SOURCES) for (const line of describe(name)) hash.update(line);
  return hash.digest('hex');
}

function* describe(name) {
  const what = statSync(join(root, name), { throwIfNoEntry: false });
  if (what === undefined) return;
  if (!what.isDirectory()) yield `${name}\0${what.size}\0${what.mtimeMs}\n`;
  else
    for (const inside of readdirSync(join(root, name)).sort())
      if (!NO_SOURCE.has(inside)) yield* describe(join(name, inside));
}
