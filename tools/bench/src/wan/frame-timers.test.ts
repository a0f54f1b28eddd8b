import { fromHex, hex } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { readFrames, type TimedFrame } from './frame-timers.js';

const frames = (...lines: readonly string[]): TimedFrame[] =>
  lines.map((line) => {
    const [at, from, text = ''] = line.split(' ');
    return { at: Number(at), from: from === 'unit' ? 'unit' : 'tester', data: fromHex(text) ?? new Uint8Array() };
  });

const REQUEST = ['0 tester 1009360101020304', '9 unit 300000cccccccccc', '20 tester 21050607cccccccc'];
const ANSWER = ['0 unit 100a620102030405', '1 tester 300000cccccccccc'];

test('messages begin with their service; a request counts when its last frame has left, an answer when its first has come', () => {
  const { messages, overdue } = readFrames(frames(...REQUEST, '30 unit 027601cccccccccc'));
  expect(overdue).toBe(0);
  expect(messages.map(({ at, from, bytes }) => `${at} ${from} ${hex(bytes.subarray(0, 2))}`)).toEqual([
    '20 tester 3601',
    '30 unit 7601',
  ]);
});

test('what keeps the session alive is no request that waits', () => {
  expect(readFrames(frames('0 tester 023e80cccccccccc')).messages).toEqual([]);
});

test.each([
  ['a flow control in time', ['0 tester 1009360101020304', '1000 unit 300000'], 0],
  ['a late flow control is N_Bs', ['0 tester 1009360101020304', '1001 unit 300000'], 1],
  ['no flow control is N_Bs', ['0 tester 1009360101020304'], 1],
  ['a consecutive frame in time', [...ANSWER, '1001 unit 2106070809cccccc'], 0],
  ['a late consecutive frame is N_Cr', [...ANSWER, '1002 unit 2106070809cccccc'], 1],
  ['none at all is N_Cr', ANSWER, 1],
] as const)('%s', (_, lines, overdue) => {
  expect(readFrames(frames(...lines)).overdue).toBe(overdue);
});
