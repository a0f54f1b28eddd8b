import { defineConfig } from 'vitest/config';

const conditions = ['@baylink/source', 'module', 'node'];

/** Tests run from source: the same export condition in both resolvers, no build in between. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['libs/**/*.test.ts', 'apps/**/*.test.{ts,tsx}', 'tools/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
  },
});
