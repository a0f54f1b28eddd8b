import { basename } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files of a minute and more, the longest first: what begins last should not be what takes longest. */
const LONG = [
  'keeper.test.ts',
  'every-k-line.test.ts',
  'k-line-cut.test.ts',
  'every-can-link.test.ts',
  'every-adapter.test.ts',
  'story.test.ts',
  'grades.test.ts',
  'socketcan.test.ts',
];

const placeOf = ({ moduleId }: TestSpecification): number => {
  const place = LONG.indexOf(basename(moduleId));
  return place < 0 ? LONG.length : place;
};

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}
