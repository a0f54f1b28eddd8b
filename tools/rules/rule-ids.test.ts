import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { definedCases, definedRules, testedCases, testedRules } from './rule-ids.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { defined, twice } = definedRules(root);
const tested = testedRules(root);

test('every rule of a RULES.md is carried by a test', () => {
  expect([...defined.keys()].filter((id) => !tested.has(id)).map((id) => `${id} (${defined.get(id)})`)).toEqual([]);
});

test('every rule id that a test carries is written down, once', () => {
  expect([...tested.keys()].filter((id) => !defined.has(id)).map((id) => `${id} (${tested.get(id)})`)).toEqual([]);
  expect(twice).toEqual([]);
});

test('every conformance case is carried by a test, and every case that a test carries is written down', () => {
  const cases = definedCases(root);
  expect(cases).toHaveLength(44);
  expect([...testedCases(root)].sort()).toEqual(cases);
});
