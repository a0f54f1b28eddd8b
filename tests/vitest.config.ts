import { defineConfig } from 'vitest/config';

const conditions = ['@baylink/source', 'module', 'node'];

/** What crosses projects: whole processes on one machine, so one file at a time. `npm run build` comes first. */
export default defineConfig({
  root: import.meta.dirname,
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['e2e/**/*.test.ts', 'conformance/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
