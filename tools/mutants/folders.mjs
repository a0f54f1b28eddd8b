import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from '../steps/run.mjs';
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

/** Of other places: facts are judged by gates, and the tests of the write job are stories. */
const BESIDE = {
  'libs/safety/src/facts': ['libs/safety/src/gates'],
  'libs/safety/src/write-job': [
    'story.test.ts',
    'faults',
    'grades.test.ts',
    'rejoin.test.ts',
    'restart-proven.test.ts',
    'held-after-restart.test.ts',
    'unwritten-reentry.test.ts',
    'nine-volts.test.ts',
    'link-limit.test.ts',
    'durable-records.test.ts',
  ].map((name) => `libs/safety/test/${name}`),
};

const reports = join(root, 'reports/mutants');
const NOTICED = ['Killed', 'Timeout'];
const MISSED = ['Survived', 'NoCoverage'];

/** Mutates one folder after another in a copy of the tree; true when each is noticed often enough. */
export async function folders(names) {
  const at = cloneTree();
  mkdirSync(reports, { recursive: true });
  try {
    const scores = names.map((name) => mutate(name, at));
    console.log('\nfolder                           noticed  of them endless     of    score');
    for (const { name, noticed, endless, of, score } of scores)
      console.log(`${name.padEnd(32)} ${cell(noticed, 7)} ${cell(endless, 16)} ${cell(of, 6)}  ${score.toFixed(2)} %`);
    return scores.every(({ score }) => score >= WANTED);
  } finally {
    rmSync(at, { recursive: true, force: true });
  }
}

const cell = (count, width) => String(count).padStart(width);

/** Those that a folder's mutants have to get past. */
const testsOf = (name, at) =>
  [name, ...(BESIDE[name] ?? [])]
    .flatMap((place) =>
      statSync(join(at, place)).isFile()
        ? [place]
        : readdirSync(join(at, place), { recursive: true }).map((file) => join(place, file)),
    )
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => join(at, file));

function mutate(name, at) {
  const report = join(at, 'reports', `${name.replaceAll('/', '-')}.json`);
  const tests = JSON.stringify(testsOf(name, at));
  const ran = spawnSync('node_modules/.bin/stryker', ['run', 'tools/mutants/stryker.config.mjs'], {
    cwd: at,
    env: { ...process.env, BAYLINK_MUTATE: name, BAYLINK_MUTANT_TESTS: tests },
    stdio: 'inherit',
  });
  if (!existsSync(report)) throw new Error(`No report of ${name}: Stryker ended with ${ran.status ?? ran.signal}.`);
  const text = readFileSync(report, 'utf8');
  writeFileSync(join(reports, basename(report)), text);
  const states = Object.values(JSON.parse(text).files).flatMap(({ mutants }) => mutants.map(({ status }) => status));
  const count = (...wanted) => states.filter((status) => wanted.includes(status)).length;
  const [noticed, endless] = [count(...NOTICED), count('Timeout')];
  const of = noticed + count(...MISSED);
  return { name, noticed, endless, of, score: of === 0 ? 100 : (100 * noticed) / of };
}
