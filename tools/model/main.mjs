import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../steps/run.mjs';
import { BOUNDS, CLAIMS, MUTANTS } from './checks.table.mjs';

/** `npm run model [-- quick]`: the write job's model in Spin, and every mistake planted into it. */
const size = process.argv[2] ?? 'whole';
if (!(size in BOUNDS)) {
  console.error(`"${size}" is not a size of the check. Use: npm run model, or npm run model -- quick`);
  process.exit(2);
}
if (spawnSync('spin', ['-V']).status !== 0 || spawnSync('cc', ['--version']).status !== 0) {
  console.error('Spin and a C compiler are needed: sudo apt-get install spin gcc, then run npm run model again.');
  process.exit(3);
}

const DEPTH = '-m1000000';
const folder = mkdtempSync(join(tmpdir(), 'baylink-model-'));
cpSync(join(root, 'model/write-job.pml'), join(folder, 'write-job.pml'));

try {
  const wrong = [...sound(), ...planted()];
  for (const sentence of wrong) console.error(sentence);
  console.log(
    `\nmodel: ${wrong.length === 0 ? `no error, ${MUTANTS.length} of ${MUTANTS.length} planted mistakes found` : 'FAILED'}`,
  );
  process.exitCode = wrong.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function sound() {
  return ['assertions', ...CLAIMS[size]].flatMap((check) => {
    const { errors, states } = verify(BOUNDS[size], check);
    console.log(`${check}: ${states} states, ${errors} errors`);
    return errors === 0 ? [] : [`The model itself breaks ${check}.`];
  });
}

function planted() {
  return MUTANTS.flatMap(({ name, mistake, by, needs = [] }) => {
    const { errors } = verify([...boundsWith(needs), `-D${name}`], by);
    console.log(`${errors > 0 ? 'found ' : 'MISSED'} ${name}: ${mistake}`);
    return errors > 0 ? [] : [`${name} was not found: ${mistake}.`];
  });
}

/** One verification: every reachable state against the assertions, or every fair run against a claim. */
function verify(defines, check) {
  const options = { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 26 };
  execFileSync('spin', ['-a', ...defines, 'write-job.pml'], { ...options, stdio: 'ignore' });
  const claim = check !== 'assertions';
  execFileSync('cc', ['-O2', ...(claim ? [] : ['-DSAFETY', '-DNOCLAIM']), '-o', 'pan', 'pan.c'], {
    ...options,
    stdio: 'ignore',
  });
  const told = spawnSync('./pan', [DEPTH, ...(claim ? ['-a', '-f', '-N', check] : [])], options).stdout;
  const errors = /errors: (\d+)/.exec(told)?.[1];
  const states = /(\d+(?:\.\d+e\+\d+)?) states, stored/.exec(told)?.[1];
  if (errors === undefined || states === undefined || /max search depth too small/.test(told))
    throw new Error(`Spin did not finish with ${defines.join(' ')}, ${check}:\n${told}`);
  return { errors: Number(errors), states: Number(states) };
}

/** The quick bounds, with those that a mistake needs in their place. */
function boundsWith(needs) {
  const named = (define) => define.split('=')[0];
  return [...BOUNDS.quick.filter((define) => !needs.some((other) => named(other) === named(define))), ...needs];
}
