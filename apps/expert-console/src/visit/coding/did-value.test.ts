import type { VehicleAnswer } from '@baylink/contracts';
import { expect, test } from 'vitest';
import type { RequestOutcome } from '../scan/request-log.js';
import { readDid, readRequest, valueIn } from './did-value.js';

const answered = (answer: VehicleAnswer): RequestOutcome => ({ state: 'answered', answers: [answer] });

test.each([
  ['0601', 0x601],
  ['0x0601', 0x601],
  ['06 01', 0x601],
  ['F190', 0xf190],
])('%s is a data identifier', (typed, did) => {
  expect(readDid(typed)).toEqual({ ok: true, value: did });
});

test.each(['', '12345', 'zz', '-1'])('%j is none', (typed) => {
  expect(readDid(typed).ok).toBe(false);
});

test('the request is 22 with the identifier', () => {
  expect(readRequest(0x601)).toBe('220601');
});

test('the value is what follows the echo', () => {
  const outcome = answered({ outcome: 'positive', from: 0x1002, bytes: '6206010a', text: '' });
  expect(valueIn(outcome, 0x601)).toEqual({ ok: true, value: '0a' });
});

test.each<[string, RequestOutcome, string]>([
  [
    'an answer for another identifier',
    answered({ outcome: 'positive', from: 0x1002, bytes: '6206020a', text: '' }),
    'not for 0x0601',
  ],
  [
    'a negative response',
    answered({ outcome: 'negative', from: 0x1002, nrc: 0x31, name: 'requestOutOfRange', bytes: '7f2231' }),
    'requestOutOfRange',
  ],
  ['silence', answered({ outcome: 'silent', sentence: 'The unit said nothing.' }), 'said nothing'],
  ['a refusal of the shop', { state: 'refused', refusal: { rule: 'X', sentence: 'No visit.' } }, 'No visit.'],
  ['nothing at all', { state: 'answered', answers: [] }, 'Nothing came back'],
])('%s is no value', (_, outcome, part) => {
  const value = valueIn(outcome, 0x601);
  expect(!value.ok && value.error).toContain(part);
});
