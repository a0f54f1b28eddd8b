/** Of one folder, in a copy of the tree: `main.mjs` says which. */
const folder = process.env.BAYLINK_MUTATE ?? 'libs/safety/src/gates';

export default {
  packageManager: 'npm',
  // What mocks modules needs Vitest's own loader.
  testRunner: folder.startsWith('libs/') ? 'loaded-once' : 'vitest',
  plugins: [
    '@stryker-mutator/vitest-runner',
    './tools/mutants/loaded-once.mjs',
    './tools/mutants/wording.mjs',
    './tools/mutants/unreachable.mjs',
  ],
  vitest: { configFile: 'tools/mutants/vitest.config.ts', related: false },
  // TypeScript 7 has no programming interface for the step that would read it.
  tsconfigFile: 'no-such-tsconfig.json',
  // The tree is a copy already.
  inPlace: true,
  checkers: [],
  mutate: [`${folder}/**/*.ts`, '!**/*.test.ts', '!**/index.ts'],
  ignorers: ['wording', 'unreachable'],
  coverageAnalysis: 'perTest',
  concurrency: Number(process.env.BAYLINK_CONCURRENCY ?? 1),
  // A busy machine must not turn a mutant that survives into one that is taken for endless.
  timeoutMS: 30_000,
  timeoutFactor: 8,
  reporters: ['json', 'clear-text', 'progress-append-only'],
  clearTextReporter: { allowColor: false, reportTests: false, reportScoreTable: true, logTests: false },
  jsonReporter: { fileName: `reports/${folder.replaceAll('/', '-')}.json` },
  allowEmpty: false,
  disableTypeChecks: false,
  tempDirName: '.stryker',
  thresholds: { high: 98, low: 95, break: 95 },
};
