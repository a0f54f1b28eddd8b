import { millis } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { figureOf } from '../measure/figure.js';
import { table } from './table.js';

const card = { id: 'x', title: 'work', peer: 'other work', ratio: 'times', aim: 1.5, clock: 'wall' } as const;
const rounds = (ours: number) => [{ ours: millis(ours), peer: millis(1000) }];

test('a row has the ratio, the aim and a mark for it', () => {
  const text = table([figureOf(card, rounds(1234.5)), figureOf({ ...card, ratio: 'share' }, rounds(2000))]);
  expect(text).toContain('✓ │ x');
  expect(text).toContain('1.23 (1.23 to 1.23)');
  expect(text).toContain('≤ 1.5');
  expect(text).toContain('✗ │ x');
  expect(text).toContain('≥ 1.5');
});

test('time-outs and what stood in for the real thing are told', () => {
  const figure = { ...figureOf(card, rounds(1)), timeouts: { ours: 0, peer: 23 }, remarks: ['Over a relay.'] };
  const text = table([figure]);
  expect(text).toContain('Time-outs: 0, the other one 23');
  expect(text).toContain('Over a relay.');
});

test('what could not be measured has no ratio', () => {
  expect(table([figureOf(card, [])])).toContain('- (- to -)');
});
