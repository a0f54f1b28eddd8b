import { installPackages } from './steps/install.mjs';
import { inOrder, run, tool } from './steps/run.mjs';

/** `npm run check`: types, lint, boundaries, rule ids, unit tests. */
const passed = await inOrder([
  ['packages', installPackages],
  ['types and build', () => run('npm', ['run', 'build', '--silent'])],
  ['types of the tests', () => tool('tsc', '-p', 'tsconfig.tests.json')],
  ['lint and format', () => tool('biome', 'check', '--error-on-warnings', '.')],
  ['unit tests, boundaries, rule ids', () => tool('vitest', 'run')],
]);
process.exit(passed ? 0 : 1);
