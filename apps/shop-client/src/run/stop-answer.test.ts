import type { Stoppable } from '@baylink/safety';
import { expect, test } from 'vitest';
import { stopAnswer } from './stop-answer.js';

const stop = 'The technician has asked to stop.';
const job = (region: Stoppable['region'], task: Stoppable['phase']['task'], mode: Stoppable['mode'] = 'write') => ({
  stop,
  region,
  phase: { task },
  mode,
});

test.each([
  ['before the first erase', job('before', 'preflight'), 'nothing has been erased'],
  ['while coding writes', job('after', 'writing'), 'old values are written back'],
  ['while coding writes them back', job('after', 'writing', 'restore'), 'goes on until the unit is whole'],
  ['from the first erase on', job('after', 'erasing'), 'goes on until the unit is whole'],
])('a stop that waits for the unit is answered with what it comes to: %s', (_, asked, words) => {
  expect(stopAnswer(asked, 'Writing segment 1.')).toContain(words);
});

test('a stop that was dealt with at once is answered with what the job says', () => {
  expect(stopAnswer({ ...job('before', 'preflight'), stop: undefined }, stop)).toBe(stop);
});
