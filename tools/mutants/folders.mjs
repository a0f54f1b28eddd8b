import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from '../steps/run.mjs';
import { MISSED, merged, worthAnotherRun } from './again.mjs';
import { cloneTree } from './clone.mjs';

/** What is mutated, and the least share of its mutants that tests have to notice. */
export const FOLDERS = [
  'libs/safety/src/effects',
  'libs/safety/src/facts',
  'libs/safety/src/gates',
  'libs/safety/src/keeper',
  'libs/safety/src/plan',
  'libs/safety/src/profile',
  'libs/safety/src/verdict',
  'libs/safety/src/write-job',
  'apps/shop-client/src/door',
];
const WANTED = 95;

const reports = join(root, 'reports/mutants');
const NOTICED = ['Killed', 'Timeout'];

/**
 * Mutates one folder after another in a copy of the tree; true when each is noticed often enough. `again` goes on from the
 * earlier run's report.
 */
export async function folders(names, again = false) {
  const at = cloneTree();
  mkdirSync(reports, { recursive: true });
  try {
    const scores = names.map((name) => scoreOf(name, again ? mutateAgain(name, at) : mutate(name, at)));
    console.log('\nfolder                           noticed  of them endless     of    score');
    for (const { name, noticed, endless, of, score } of scores)
      console.log(`${name.padEnd(32)} ${cell(noticed, 7)} ${cell(endless, 16)} ${cell(of, 6)}  ${score.toFixed(2)} %`);
    return scores.every(({ score }) => score >= WANTED);
  } finally {
    rmSync(at, { recursive: true, force: true });
  }
}

const cell = (count, width) => String(count).padStart(width);
const keptAs = (name) => join(reports, `${name.replaceAll('/', '-')}.json`);

function mutateAgain(name, at) {
  const kept = keptAs(name);
  if (!existsSync(kept)) return mutate(name, at);
  const earlier = JSON.parse(readFileSync(kept, 'utf8'));
  const only = worthAnotherRun(name, earlier, at);
  return only.length === 0 ? earlier : keep(name, merged(earlier, mutate(name, at, only), at));
}

function mutate(name, at, only) {
  const report = join(at, 'reports', basename(keptAs(name)));
  rmSync(report, { force: true });
  const ran = spawnSync('node_modules/.bin/stryker', ['run', 'tools/mutants/stryker.config.mjs'], {
    cwd: at,
    env: { ...process.env, BAYLINK_MUTATE: name, ...(only === undefined ? {} : { BAYLINK_MUTATE_ONLY: only.join() }) },
    stdio: 'inherit',
  });
  if (!existsSync(report)) throw new Error(`No report of ${name}: Stryker ended with ${ran.status ?? ran.signal}.`);
  return keep(name, JSON.parse(readFileSync(report, 'utf8')));
}

function keep(name, report) {
  writeFileSync(keptAs(name), JSON.stringify(report));
  return report;
}

function scoreOf(name, { files }) {
  const states = Object.values(files).flatMap(({ mutants }) => mutants.map(({ status }) => status));
  const count = (...wanted) => states.filter((status) => wanted.includes(status)).length;
  const [noticed, endless] = [count(...NOTICED), count('Timeout')];
  const of = noticed + count(...MISSED);
  return { name, noticed, endless, of, score: of === 0 ? 100 : (100 * noticed) / of };
}
