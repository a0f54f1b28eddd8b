import { expect, test } from 'vitest';
import { parseCommandLine } from './command-line.js';
import { SUITES } from './suites.table.js';

test('without a name every suite is meant', () => {
  expect(parseCommandLine([])).toEqual({ suites: Object.keys(SUITES) });
});

test('suites, rounds and a beginning of ids', () => {
  expect(parseCommandLine(['protocols', '--rounds', '7', '--only', 'doip'])).toEqual({
    suites: ['protocols'],
    rounds: 7,
    only: 'doip',
  });
});

test.each([
  [['speed'], 'There is no suite "speed": name protocols'],
  [['toString'], 'There is no suite "toString"'],
  [['--rounds', '0'], '--rounds 0 is no number of rounds'],
  [['--rounds', '1001'], 'a whole number from 1 to 1000'],
  [['--rounds', '2.5'], '--rounds 2.5 is no number of rounds'],
  [['--rounds'], 'rounds'],
  [['--only', 'lin'], 'No contest begins with "lin": there are iso-tp-codec/message,'],
  [['--fast'], "Unknown option '--fast'"],
])('%j is refused in a sentence', (args, sentence) => {
  expect(parseCommandLine(args)).toContain(sentence);
});
