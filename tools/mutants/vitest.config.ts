import { defineConfig } from 'vitest/config';

const conditions = ['@baylink/source', 'module', 'node'];

/** Of a folder whose mutants are run with Stryker's own runner for Vitest. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: [`${process.env.BAYLINK_MUTATE}/**/*.test.ts`],
    exclude: ['**/node_modules/**', '**/dist/**'],
    testTimeout: 120_000,
  },
});
