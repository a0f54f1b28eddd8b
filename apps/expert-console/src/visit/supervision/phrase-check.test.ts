import type { RunReport } from '@baylink/contracts';
import { expect, test } from 'vitest';
import { checkPhrase } from './phrase-check.js';

const report: RunReport = {
  job: 'j'.repeat(22),
  planDigest: 'd'.repeat(64),
  kind: 'coding',
  unit: 0x1002,
  state: 'PREFLIGHT_OK',
  phrase: 'one two three',
  progress: null,
  gates: [],
  sentence: '',
  segments: [],
  softwareBefore: null,
  softwareAfter: null,
  backup: null,
  rehearsal: null,
};

test('the same digest and phrase are the same plan', () => {
  const own = { phrase: report.phrase, digest: report.planDigest };
  expect(checkPhrase({ report, own })).toEqual({ state: 'same', phrase: 'one two three' });
});

test.each([
  ['another phrase', { phrase: 'four five six', digest: report.planDigest }],
  ['another digest behind the same words', { phrase: report.phrase, digest: 'e'.repeat(64) }],
])('%s is a different plan', (_, own) => {
  expect(checkPhrase({ report, own }).state).toBe('different');
});

test('a plan that this page did not sign is told as such', () => {
  expect(checkPhrase({ report, own: undefined }).state).toBe('unsigned-here');
});
