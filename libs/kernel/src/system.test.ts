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

test('many alarms, set in any order and some of them cancelled, come in the order of their times', async () => {
  const clock = systemClock();
  const start = clock.now();
  const heard: number[] = [];
  const alarm = (wait: number, run = () => {}) =>
    clock.wake(after(start, millis(wait)), () => {
      heard.push(wait);
      run();
    });
  const last = new Promise<void>((resolve) => alarm(30, resolve));
  const [cancelled] = [alarm(20), alarm(25), alarm(10)];
  cancelled?.();
  await last;
  expect(heard).toEqual([10, 25, 30]);
});

test('an alarm behind one that was cancelled keeps the process alive, a cancelled one does not', () => {
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
  const clock = systemClock();
  const before = timers();
  const far = (wait: number) => clock.wake(after(clock.now(), millis(wait)), () => undefined);
  const first = far(50_000);
  const second = far(60_000);
  first();
  expect(timers()).toBe(before + 1);
  second();
  expect(timers()).toBe(before);
  const third = far(70_000);
  expect(timers()).toBe(before + 1);
  third();
});
