import { millis, millivolts, ok } from '@baylink/kernel';
import { SimulatedClock } from '@baylink/testing';
import { expect, test } from 'vitest';
import { startAskedMeter } from './asked-meter.js';
import { sampleShared } from './start-voltage.js';

function bench(took = 0) {
  const clock = new SimulatedClock();
  const asked: number[] = [];
  const heard: number[] = [];
  const meter = startAskedMeter({
    name: 'adapter',
    clock,
    hear: (_, at) => heard.push(at),
    ask: async () => {
      asked.push(clock.now());
      if (took > 0) await new Promise<void>((resolve) => clock.wake(millis(clock.now() + took), resolve));
      return ok(millivolts(13_870));
    },
  });
  return { clock, asked, heard, meter };
}

test('[SHP-R66] a source that shares the link is asked anew at a block boundary', async () => {
  const { clock, heard, meter } = bench();
  await clock.advance(100);
  expect(heard).toEqual([0]);
  await sampleShared([meter], clock);
  expect(heard).toEqual([0, 100]);
  await clock.advance(250);
  expect(heard).toEqual([0, 100, 350]);
});

test('[SHP-R66] an answer to a question from before the boundary does not count', async () => {
  const { clock, asked, meter } = bench(40);
  await clock.advance(10);
  const sampled = sampleShared([meter], clock);
  await clock.advance(100);
  await sampled;
  expect(asked).toEqual([0, 40]);
});

test('[SHP-R66] one that does not answer holds a block up for a second at most', async () => {
  const { clock, meter } = bench(5000);
  const sampled = sampleShared([meter], clock);
  await clock.advance(1000);
  await sampled;
  meter.stop();
});

test('[SHP-R66] a source of its own is not asked, and costs nothing', async () => {
  await sampleShared([{ name: 'gauge', stop: () => undefined }], new SimulatedClock());
});
