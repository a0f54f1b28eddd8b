import { expect, test } from 'vitest';
import { Weather } from './weather.mjs';

test('every packet takes half of the round trip', () => {
  const weather = new Weather({ rtt: 300 });
  expect([weather.fate(10, 0), weather.fate(20, 1)]).toEqual([160, 170]);
});

test('about as many are lost as was asked for, the same ones for the same seed', () => {
  const fates = (seed: number) => {
    const weather = new Weather({ loss: 2 }, { seed });
    return Array.from({ length: 10_000 }, (_, at) => weather.fate(at, 0) === undefined);
  };
  const lost = fates(7).filter(Boolean).length;
  expect(lost).toBeGreaterThan(140);
  expect(lost).toBeLessThan(260);
  expect(fates(7)).toEqual(fates(7));
  expect(fates(7)).not.toEqual(fates(8));
});

test('jitter delays, and nothing overtakes', () => {
  const weather = new Weather({ rtt: 100, jitter: 40 });
  const due = Array.from({ length: 1000 }, (_, at) => weather.fate(at, 0));
  expect(due).toEqual(due.toSorted((a, b) => Number(a) - Number(b)));
  expect(Math.max(...due.map((each, at) => Number(each) - at))).toBeGreaterThan(60);
});

test('an outage takes everything from its beginning to its end', () => {
  const weather = new Weather({}, { outages: [{ start: 1000, length: 500 }] });
  expect([999, 1000, 1499, 1500].map((at) => weather.fate(at, 0))).toEqual([999, undefined, undefined, 1500]);
});

test('a cut lasts until it is mended, and what was lost is counted', () => {
  const weather = new Weather({ rtt: 20 });
  weather.change({ cut: true });
  expect(weather.fate(5, 1)).toBeUndefined();
  weather.change({ cut: false });
  expect(weather.fate(6, 1)).toBe(16);
  expect(weather.counts).toEqual({ passed: 1, lost: 1 });
});
