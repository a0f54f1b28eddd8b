import { defineConfig } from 'vitest/config';

const conditions = ['@baylink/source', 'module', 'node'];

/** Tests run from source: the same export condition in both resolvers, no build in between. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['libs/**/*.test.ts', 'apps/**/*.test.{ts,tsx}', 'tools/**/*.test.ts'],
    // Ends a test that hangs; says nothing about speed, also on a machine that is busy.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    exclude: ['**/node_modules/**', '**/dist/**'],
  },
});
