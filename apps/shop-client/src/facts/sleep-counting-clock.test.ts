import { millis } from '@baylink/kernel';
import { SimulatedClock } from '@baylink/testing';
import { expect, test } from 'vitest';
import { acknowledgementAt } from '../../../../libs/safety/test/samples.js';
import { sleepCountingClock } from './sleep-counting-clock.js';

const EIGHT_HOURS = 8 * 3_600_000;

function laptop() {
  const inner = new SimulatedClock();
  let asleep = 0;
  const clock = sleepCountingClock(inner, () => Math.floor((inner.now() + asleep) / 10) / 100);
  const sleep = (lasts: number): void => {
    asleep += lasts;
  };
  return { inner, clock, sleep };
}

test('[SHP-R125] time asleep counts: what was agreed before it has expired', async () => {
  const { inner, clock, sleep } = laptop();
  await inner.advance(1_000);
  const agreed = acknowledgementAt(clock.now(), 1);
  expect(clock.now()).toBeLessThanOrEqual(agreed.expires);
  sleep(EIGHT_HOURS);
  await inner.advance(10);
  expect(clock.now()).toBeGreaterThan(agreed.expires);
  expect(clock.now() - agreed.at).toBeGreaterThanOrEqual(EIGHT_HOURS);
});

test('[SHP-R125] an awake machine has the time that it had, to the millisecond, and never goes back', async () => {
  const { inner, clock, sleep } = laptop();
  let last = clock.now();
  for (let i = 0; i < 500; i += 1) {
    await inner.advance(7);
    expect(clock.now()).toBe(inner.now());
    expect(clock.now()).toBeGreaterThanOrEqual(last);
    last = clock.now();
  }
  sleep(-EIGHT_HOURS);
  await inner.advance(10);
  expect(clock.now()).toBe(inner.now());
});

test('[SHP-R125] a wake-up that was set before or after a sleep comes', async () => {
  const { inner, clock, sleep } = laptop();
  const woken: string[] = [];
  clock.wake(millis(5_000), () => woken.push('before'));
  sleep(2_000);
  await inner.advance(10);
  clock.wake(millis(clock.now() + 1_000), () => woken.push('after'));
  await inner.advance(1_001);
  expect(woken).toEqual(['after']);
  await inner.advance(4_000);
  expect(woken).toEqual(['after', 'before']);
});
