import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installPackages, installPrograms } from './steps/install.mjs';
import { inOrder, root, run, tool } from './steps/run.mjs';

/** `npm test`: everything that CI runs, the fast things first. Ends with one line that counts the tests. */
const results = join(root, 'tests/results');
const suites = { unit: 'vitest.config.ts', whole: 'tests/vitest.config.ts' };
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

const suite = (name) => () =>
  tool(
    'vitest',
    'run',
    '--config',
    suites[name],
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${join(results, `${name}.json`)}`,
  );

const passed = await inOrder([
  ['packages', installPackages],
  ['programs that tests need', installPrograms],
  ['build', () => run('npm', ['run', 'build', '--silent'])],
  ['mutated files and frames', () => run(process.execPath, ['tools/fuzz/main.mjs', '--runs', '5000'])],
  ['types of the tests', () => tool('tsc', '-p', 'tsconfig.tests.json')],
  ['lint and format', () => tool('biome', 'check', '--error-on-warnings', '.')],
  ['unit tests, boundaries, rule ids', suite('unit')],
  ['end-to-end tests', suite('whole')],
]);

const counts = Object.keys(suites).map((name) => {
  const file = join(results, `${name}.json`);
  if (!existsSync(file)) return { passed: 0, failed: 0 };
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const broken = report.testResults.filter(
    (result) => result.status === 'failed' && result.assertionResults.length === 0,
  ).length;
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken };
});
const sum = (key) => counts.reduce((total, count) => total + count[key], 0);
console.log(`\ntests: ${sum('passed')} passed, ${sum('failed')} failed`);
process.exit(passed && sum('failed') === 0 && sum('passed') > 0 ? 0 : 1);
