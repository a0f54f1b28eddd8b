import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../steps/run.mjs';

const MODEL = join(root, 'model');
const MEMORY_MB = 8_000;

/** Spin in a directory of its own; `close` removes it. */
export function verifier() {
  const folder = mkdtempSync(join(tmpdir(), 'baylink-model-'));
  for (const file of readdirSync(MODEL).filter((name) => name.endsWith('.pml')))
    cpSync(join(MODEL, file), join(folder, file));
  return {
    verify: (bounds, check, large = false) => verify(folder, bounds, check, large),
    close: () => rmSync(folder, { recursive: true }),
  };
}

/**
 * One verification: every reachable state against the assertions, or every run against a claim. Compiling takes longer than a
 * small space, so only a large one is worth an optimised program.
 */
function verify(cwd, bounds, check, large) {
  const options = { cwd, encoding: 'utf8', maxBuffer: 1 << 28 };
  execFileSync('spin', ['-a', ...bounds, 'write-job.pml'], { ...options, stdio: 'ignore' });
  const claim = check !== 'assertions';
  const defines = ['-DCOLLAPSE', `-DMEMLIM=${MEMORY_MB}`, ...(claim ? [] : ['-DSAFETY', '-DNOCLAIM'])];
  execFileSync('cc', [large ? '-O2' : '-O0', '-w', ...defines, '-o', 'pan', 'pan.c'], { ...options, stdio: 'ignore' });
  const told = spawnSync('./pan', ['-m1000000', ...(claim ? ['-a', '-N', check] : [])], options).stdout;
  const errors = /errors: (\d+)/.exec(told)?.[1];
  const states = /(\d+(?:\.\d+e\+\d+)?) states, stored/.exec(told)?.[1];
  if (errors === undefined || states === undefined || /max search depth too small|out of memory/.test(told))
    throw new Error(`Spin did not finish with ${bounds.join(' ')}, ${check}:\n${told}`);
  return { errors: Number(errors), states: Number(states), told };
}
