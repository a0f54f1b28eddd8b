import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const conditions = ['@baylink/source', 'module', 'node'];

/** Of the one test that runs all others, once for each mutant. */
export default defineConfig({
  resolve: { conditions, alias: [{ find: /^vitest$/, replacement: join(import.meta.dirname, 'collected.ts') }] },
  ssr: { resolve: { conditions } },
  test: { include: ['tools/mutants/worker.ts'], isolate: false, testTimeout: 36_000_000 },
});
