import { SAMPLE_CAR } from '@baylink/safety';
import { expect, test } from 'vitest';
import type { VoltageReading } from '../visit-model.js';
import { bandOf, DEFAULT_BAND, standing } from './band.js';

const reading = (millivolts: number | null): VoltageReading => ({
  kind: 'voltage',
  at: '2026-11-21T09:50:00Z',
  millivolts,
  source: 'bench supply',
  sentence: 'The supply is silent. Check its cable.',
});
const fresh = { seen: 1000, wall: 1000, live: true };

test.each([
  [13_599, 'low'],
  [13_600, 'inside'],
  [14_200, 'inside'],
  [14_201, 'high'],
])('%i mV is %s in the default band', (millivolts, state) => {
  expect(standing(reading(millivolts), DEFAULT_BAND, fresh).state).toBe(state);
});

test('no reading, a failed source and an old reading are all unknown, each with its sentence', () => {
  expect(standing(undefined, DEFAULT_BAND, fresh).sentence).toContain('not sent a reading');
  expect(standing(reading(null), DEFAULT_BAND, fresh).sentence).toContain('Check its cable');
  const old = standing(reading(13_900), DEFAULT_BAND, { seen: 1000, wall: 9000, live: true });
  expect(old.state).toBe('unknown');
  expect(old.sentence).toContain('8 s ago');
  expect(standing(reading(13_900), DEFAULT_BAND, { ...fresh, live: false }).state).toBe('unknown');
});

test('the band is the one of the profile', () => {
  expect(bandOf(SAMPLE_CAR)).toMatchObject({ low: SAMPLE_CAR.voltage.low, high: SAMPLE_CAR.voltage.high });
  expect(bandOf(undefined)).toBe(DEFAULT_BAND);
});
