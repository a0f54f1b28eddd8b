import { type Clock, millis } from '@baylink/kernel';
import { SimulatedClock } from '@baylink/testing';
import { expect, test } from 'vitest';
import { openBusDownload } from './bus-download.js';
import { KIB } from './firmware-bytes.js';

/** Every wake-up comes up to this much later, by turns, as timers of a busy machine do. */
function sluggish(clock: SimulatedClock, most: number): Clock {
  let wakes = 0;
  return {
    now: () => clock.now(),
    nanos: () => clock.nanos(),
    wall: () => clock.wall(),
    wake: (at, run) => clock.wake(millis(at + (most * (wakes++ % 4)) / 3), run),
  };
}

async function share(late: number): Promise<number> {
  const clock = new SimulatedClock();
  const download = await openBusDownload(sluggish(clock, late), 8 * KIB);
  let ended = Number.NaN;
  const done = download.run().then(() => {
    ended = clock.now();
  });
  while (Number.isNaN(ended)) await clock.advance(1);
  await done;
  await download.close();
  return download.limit / ended;
}

test('on a punctual clock the bus carries one frame right after another', async () => {
  expect(await share(0)).toBeGreaterThan(0.999);
});

test('on a clock that is up to a millisecond late, four frames, the bus is still busy for 97 % of the time', async () => {
  expect(await share(1)).toBeGreaterThan(0.97);
});
