import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const conditions = ['@baylink/source', 'module', 'node'];
const folder = process.env.BAYLINK_MUTATE ?? 'libs/safety/src/gates';

/** Of the write job, whose tests are stories: killing every operation and a thousand random runs would take an hour for each mutant. */
const STORIES = ['story', 'faults', 'grades'].map((name) => `libs/safety/test/${name}.test.ts`);

/** The tests that a folder's mutants have to get past: its own, which are the fast ones, and for the write job its stories. */
const include = folder === 'libs/safety/src/write-job' ? [...STORIES, `${folder}/*.test.ts`] : [`${folder}/*.test.ts`];
/** Facts are judged by gates. */
const judged = folder.endsWith('/facts') ? ['libs/safety/src/gates/*.test.ts'] : [];

/** What tries everything takes long: the first test that notices a mutant ends its run. */
const LONG = /(sweep|any-story)\.test\.ts$/;
class QuickFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [
      ...sorted.filter(({ moduleId }) => !LONG.test(moduleId)),
      ...sorted.filter(({ moduleId }) => LONG.test(moduleId)),
    ];
  }
}

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: [...include, ...judged],
    exclude: ['**/node_modules/**', '**/dist/**'],
    testTimeout: 120_000,
    sequence: { sequencer: QuickFirst },
    // As in `npm test`; each mutant gets a worker of its own all the same.
    isolate: !folder.startsWith('libs/'),
  },
});
