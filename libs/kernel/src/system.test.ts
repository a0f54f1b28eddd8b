import { afterEach, expect, test, vi } from 'vitest';
import { systemClock } from './system.js';
import { after, millis } from './units.js';

afterEach(() => void vi.restoreAllMocks());

const woken = (wait: number): Promise<number> => {
  const clock = systemClock();
  const at = after(clock.now(), millis(wait));
  return new Promise((resolve) => clock.wake(at, () => resolve(clock.now() - at)));
};

test.each([0.1, 0.3, 0.9, 1.7, 2.4, 5])('a wake-up in %s ms never comes early', async (wait) => {
  for (let i = 0; i < 20; i++) expect(await woken(wait)).toBeGreaterThanOrEqual(0);
});

test('a wait of less than two milliseconds is not left to a timer, a longer one is', async () => {
  const timers = vi.spyOn(globalThis, 'setTimeout');
  await woken(0.1);
  expect(timers).not.toHaveBeenCalled();
  await woken(3);
  expect(timers).toHaveBeenCalled();
});

test.each([0.5, 3])('a wake-up in %s ms that was cancelled does not come', async (wait) => {
  const clock = systemClock();
  const heard: string[] = [];
  const cancel = clock.wake(after(clock.now(), millis(wait)), () => heard.push('cancelled'));
  cancel();
  await woken(wait + 1);
  expect(heard).toEqual([]);
});
