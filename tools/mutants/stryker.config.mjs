/** Of one folder, in a copy of the tree: `main.mjs` says which. */
const folder = process.env.BAYLINK_MUTATE ?? 'libs/safety/src/gates';

export default {
  packageManager: 'npm',
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner', './tools/mutants/wording.mjs'],
  vitest: { configFile: 'tools/mutants/vitest.config.ts', related: false },
  // TypeScript 7 has no programming interface for the step that would read it.
  tsconfigFile: 'no-such-tsconfig.json',
  // The tree is a copy already.
  inPlace: true,
  checkers: [],
  mutate: [`${folder}/**/*.ts`, '!**/*.test.ts', '!**/index.ts'],
  ignorers: ['wording'],
  coverageAnalysis: 'perTest',
  concurrency: Number(process.env.BAYLINK_CONCURRENCY ?? 1),
  timeoutMS: 5_000,
  reporters: ['json', 'clear-text', 'progress-append-only'],
  clearTextReporter: { allowColor: false, reportTests: false, reportScoreTable: true, logTests: false },
  jsonReporter: { fileName: `reports/${folder.replaceAll('/', '-')}.json` },
  allowEmpty: false,
  disableTypeChecks: false,
  tempDirName: '.stryker',
  thresholds: { high: 98, low: 95, break: 95 },
};
