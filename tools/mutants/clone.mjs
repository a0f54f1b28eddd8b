import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../steps/run.mjs';

/**
 * A copy of the working tree's sources in a directory of its own, where they can be spoilt at will. Packages of others are linked,
 * packages of the workspace are those of the copy. Whoever asks removes it.
 */
export function cloneTree({ committed = false, at = mkdtempSync(join(tmpdir(), 'baylink-mutants-')) } = {}) {
  mkdirSync(at, { recursive: true });
  if (committed) execFileSync('sh', ['-c', `git archive HEAD | tar x -C '${at}'`], { cwd: root });
  else
    for (const file of sources()) {
      mkdirSync(dirname(join(at, file)), { recursive: true });
      cpSync(join(root, file), join(at, file));
    }
  linkPackages(at);
  return at;
}

/** Tracked files and new ones that are not ignored, as far as they are there. */
const sources = () =>
  execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 })
    .split('\n')
    .filter((file) => file !== '' && existsSync(join(root, file)));

const WORKSPACE = '@baylink';

function linkPackages(at) {
  const from = join(root, 'node_modules');
  const to = join(at, 'node_modules');
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (name === WORKSPACE) cpSync(join(from, name), join(to, name), { recursive: true, verbatimSymlinks: true });
    else if (!name.startsWith('.') || name === '.bin') symlinkSync(join(from, name), join(to, name));
  }
  for (const nested of execFileSync(
    'sh',
    [
      '-c',
      'ls -d apps/*/node_modules libs/*/node_modules libs/*/*/node_modules tests/node_modules 2>/dev/null || true',
    ],
    { cwd: root, encoding: 'utf8' },
  ).split('\n'))
    if (nested !== '' && existsSync(join(at, dirname(nested)))) symlinkSync(join(root, nested), join(at, nested));
}
