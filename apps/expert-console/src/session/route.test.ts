import { expect, test } from 'vitest';
import { readRoute, showRoute } from './route.js';

test('a visit survives the address bar', () => {
  const route = { at: 'visit', caseId: 'c'.repeat(22), visitId: 'v_-'.padEnd(22, '0') } as const;
  expect(readRoute(showRoute(route))).toEqual(route);
});

test.each(['', '#/', '#/cases', '#/cases/short/visits/short', '#/cases/../visits/x'])('%j leads to the cases', (at) => {
  expect(readRoute(at)).toEqual({ at: 'cases' });
});
