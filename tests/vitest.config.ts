import { defineConfig } from 'vitest/config';
import { LongestFirst } from './longest-first.js';

const conditions = ['@baylink/source', 'module', 'node'];
/** These keep a processor busy from end to end, look at what a person would see within a second, or hold a foreign stack to a second's time-outs. */
const ALONE = [
  'e2e/browser.test.ts',
  'e2e/wan-box.test.ts',
  'conformance/iso-tp.test.ts',
  'conformance/model.test.ts',
  'conformance/socketcan.test.ts',
];

const project = (name: string, order: number, workers: number, include: string[], exclude: string[] = []) => ({
  extends: true as const,
  test: { name, include, exclude, maxWorkers: workers, sequence: { groupOrder: order } },
});

/**
 * What crosses projects: whole processes, each file's on free ports and in folders of their own. `npm run build` comes
 * first. Most of their time they wait for somebody's clock, so three files run beside each other; then the others alone.
 */
export default defineConfig({
  root: import.meta.dirname,
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    testTimeout: 120_000,
    // Ends a house that never stands; says nothing about speed, also on a machine that is busy.
    hookTimeout: 300_000,
    sequence: { sequencer: LongestFirst },
    projects: [
      project('beside', 0, 3, ['e2e/**/*.test.ts', 'conformance/**/*.test.ts'], ALONE),
      project('alone', 1, 1, ALONE),
    ],
  },
});
