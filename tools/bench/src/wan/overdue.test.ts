import { fromHex } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { overdueAnswers, type TimedMessage } from './overdue.js';

/** "120 unit 7603": in ms, hex. */
const messages = (...lines: readonly string[]): TimedMessage[] =>
  lines.map((line) => {
    const [at, from, hex = ''] = line.split(' ');
    return { at: Number(at), from: from === 'unit' ? 'unit' : 'tester', bytes: fromHex(hex) ?? new Uint8Array() };
  });

test.each([
  ['in time', ['0 tester 1003', '250 unit 5003'], 0],
  ['late by the default times, 50 ms and 200 of margin', ['0 tester 1003', '251 unit 5003'], 1],
  [
    'in the time that the unit has told',
    ['0 tester 1003', '9 unit 500303e801f4', '10 tester 3601', '1210 unit 7601'],
    0,
  ],
  ['late by it', ['0 tester 1003', '9 unit 500303e801f4', '10 tester 3601', '1211 unit 7601'], 1],
  ['pending, and then within P2*', ['0 tester 3101', '9 unit 7f3178', '5009 unit 7101'], 0],
  ['pending, and later than P2*', ['0 tester 3101', '9 unit 7f3178', '5010 unit 7101'], 1],
  ['never answered, and asked again', ['0 tester 3601', '5 tester 3601', '9 unit 7601'], 1],
  ['never answered', ['0 tester 3601'], 1],
  ['not asking for an answer', ['0 tester 3e80', '9000 tester 3e80'], 0],
  ['more than was asked for', ['0 tester 3e00', '9 unit 7e00', '9000 unit 7e00'], 0],
] as const)('an answer %s', (_, lines, overdue) => {
  expect(overdueAnswers(messages(...lines))).toBe(overdue);
});
