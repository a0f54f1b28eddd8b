import { defineConfig } from 'vitest/config';

const conditions = ['@baylink/source', 'module', 'node'];

/** Libraries without IO, timers and module state: their tests may share a worker, which costs a third of one for each file. */
const PURE = 'libs/{kernel,protocols,twin,safety,contracts,ledger}/**/*.test.ts';
const NEVER = ['**/node_modules/**', '**/dist/**'];

/** Tests run from source: the same export condition in both resolvers, no build in between. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    // Every processor works: left to itself the runner spares one of them.
    maxWorkers: '100%',
    // Ends a test that hangs; says nothing about speed, also on a machine that is busy.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'pure', isolate: false, include: [PURE], exclude: NEVER } },
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['libs/**/*.test.ts', 'apps/**/*.test.{ts,tsx}', 'tools/**/*.test.ts'],
          exclude: [...NEVER, PURE],
        },
      },
    ],
  },
});
