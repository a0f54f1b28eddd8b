import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cloneTree } from './clone.mjs';
import { PLANTED } from './planted.table.mjs';

/** A mutant that never ends has been noticed, too; a busy machine alone does not get as far. */
const LIMIT_MS = 900_000;
const NOTICED = { failed: 'noticed', 'never ended': 'endless', passed: 'MISSED ' };

/** Plants one mutant after another into a copy of the tree; true when the named tests notice each. */
export async function planted(words) {
  const chosen = PLANTED.filter(({ drops, file }) => words.every((word) => `${drops} ${file}`.includes(word)));
  const at = cloneTree();
  try {
    const sound = [...new Set(chosen.flatMap(({ tests }) => tests))];
    if (verdictOf(sound, at) !== 'passed') {
      console.error(`Without any mutant the tests fail already: run npx vitest run ${sound.join(' ')}`);
      return false;
    }
    const missed = chosen.filter((mutant) => !noticed(mutant, at));
    console.log(`\n${chosen.length - missed.length} of ${chosen.length} planted mutants noticed.`);
    return chosen.length > 0 && missed.length === 0;
  } finally {
    rmSync(at, { recursive: true, force: true });
  }
}

function noticed({ drops, file, from, to, tests }, at) {
  const path = join(at, file);
  const sound = readFileSync(path, 'utf8');
  if (sound.split(from).length !== 2) throw new Error(`${file} does not hold exactly once: ${from}`);
  writeFileSync(
    path,
    sound.replace(from, () => to),
  );
  const verdict = verdictOf(tests, at);
  writeFileSync(path, sound);
  console.log(`${NOTICED[verdict]} ${drops} (${file})`);
  return verdict !== 'passed';
}

/** A file that cannot even be loaded is a mistake of the mutant, not something that a test has noticed. */
function verdictOf(tests, at) {
  const report = join(at, 'planted.json');
  rmSync(report, { force: true });
  const args = ['run', '--bail=1', '--testTimeout=120000', '--reporter=json', `--outputFile.json=${report}`, ...tests];
  const ran = spawnSync('node_modules/.bin/vitest', args, {
    cwd: at,
    stdio: 'ignore',
    timeout: LIMIT_MS,
    killSignal: 'SIGKILL',
    detached: true,
  });
  if (ran.error !== undefined && ran.signal !== null) {
    endGroup(ran.pid);
    return 'never ended';
  }
  // Out of memory in an endless loop leaves no report.
  if (!existsSync(report)) return 'never ended';
  const { numFailedTests, success } = JSON.parse(readFileSync(report, 'utf8'));
  if (success) return 'passed';
  if (numFailedTests === 0) throw new Error(`The tests ${tests.join(' ')} could not be loaded.`);
  return 'failed';
}

/** Its workers are processes of their own, and one in an endless loop does not notice that it has become an orphan. */
function endGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // All of them are gone.
  }
}
