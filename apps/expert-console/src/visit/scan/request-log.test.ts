import { expect, test } from 'vitest';
import { type RequestLog, type RequestRecord, recordRequest } from './request-log.js';

const asked = (key: number): RequestRecord => ({ key, unit: 0x1001, bytes: '22f190', outcome: { state: 'asked' } });

test('an answer takes the place of its question', () => {
  const answered: RequestRecord = { ...asked(1), outcome: { state: 'answered', answers: [] } };
  const log = [asked(1), asked(2), answered].reduce<RequestLog>(recordRequest, []);
  expect(log.map(({ key, outcome }) => [key, outcome.state])).toEqual([
    [2, 'asked'],
    [1, 'answered'],
  ]);
});

test('the log ends at fifty, the oldest go', () => {
  const log = Array.from({ length: 60 }, (_, key) => asked(key)).reduce<RequestLog>(recordRequest, []);
  expect(log).toHaveLength(50);
  expect(log[0]?.key).toBe(59);
});
