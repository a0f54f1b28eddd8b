import { expect, test } from 'vitest';
import { parseCommandLine } from './command-line.mjs';

test('conditions, outages and the command', () => {
  const args = ['--rtt', '300', '--loss', '2', '--outage', '10:6', '--outage', '0.5:600', '--', 'node', '--version'];
  expect(parseCommandLine(args)).toEqual({
    conditions: { rtt: 300, loss: 2, jitter: 0 },
    seed: 1,
    outages: [
      { start: 10_000, length: 6_000 },
      { start: 500, length: 600_000 },
    ],
    command: ['node', '--version'],
  });
});

test.each([
  [['--rtt', '300'], 'Name a command'],
  [['--'], 'Name a command'],
  [['--rtt', '-1', '--', 'x'], 'rtt'],
  [['--rtt', 'far', '--', 'x'], '--rtt far is out of range: give a number from 0 to 60000.'],
  [['--loss', '101', '--', 'x'], '--loss 101 is out of range: give a number from 0 to 100.'],
  [['--loss=', '--', 'x'], '--loss  is out of range'],
  [['--outage', '10', '--', 'x'], '--outage 10 is no outage'],
  [['--mbit', '3', '--', 'x'], "Unknown option '--mbit'"],
])('%j is refused in a sentence', (args, sentence) => {
  expect(parseCommandLine(args)).toContain(sentence);
});
