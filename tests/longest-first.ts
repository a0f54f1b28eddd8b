import { basename } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files of a minute and more, the longest first: what begins last should not be what takes longest. */
const LONG = [
  'every-can-link.test.ts',
  'story.test.ts',
  'stopped.test.ts',
  'every-k-line.test.ts',
  'keeper.test.ts',
  'every-adapter.test.ts',
  'k-line-cut.test.ts',
  'bad-input.test.ts',
  'two-experts.test.ts',
  'firmware-command.test.ts',
  'backup-folder.test.ts',
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
