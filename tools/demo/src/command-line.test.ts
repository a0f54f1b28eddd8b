import { expect, test } from 'vitest';
import { parseCommandLine } from './command-line.js';

const here = import.meta.dirname;

test('paths are counted from the folder in which the command was given', () => {
  expect(parseCommandLine(['--auto', '--file', 'main.ts', '--tap', 'a.tap', '--keep', '/k'], here)).toEqual({
    auto: true,
    file: `${here}/main.ts`,
    tap: `${here}/a.tap`,
    keep: '/k',
  });
  expect(parseCommandLine([], here)).toEqual({ auto: false });
});

test.each([
  [['--auto', '--file', 'nowhere.hex'], 'no file nowhere.hex'],
  [['--tap', 'x'], 'add --auto'],
  [['--speed', '9'], '--speed'],
])('%j is one sentence', (args, words) => {
  expect(parseCommandLine(args, here)).toContain(words);
});
