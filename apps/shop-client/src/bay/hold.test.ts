import { millis } from '@baylink/kernel';
import { SimulatedClock } from '@baylink/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOLD_GAP_MS, HOLD_MS } from './bay-state.js';
import { HoldTimer } from './hold.js';

const JOB = 'job-of-this-test-00000';
const DIGEST = 'd'.repeat(64);

function bench() {
  const clock = new SimulatedClock();
  let made = 0;
  const chance = { bytes: (length: number) => new Uint8Array(length).fill(++made) };
  const holds = new HoldTimer(clock, chance);
  /** Lets time pass while the page says "still down" every so often. */
  const keepDown = async (id: string, ms: number, every = 250): Promise<void> => {
    for (let left = ms; left > 0; left -= every) {
      await clock.advance(Math.min(every, left));
      holds.beat(id);
    }
  };
  return { clock, holds, keepDown };
}

test('[BAY-R1] three seconds with beats agree to the plan that was shown', async () => {
  const { holds, keepDown } = bench();
  const id = holds.start(JOB, DIGEST);
  await keepDown(id, HOLD_MS);
  expect(holds.end(id)).toEqual({ ok: true, value: { job: JOB, planDigest: DIGEST, held: millis(HOLD_MS) } });
});

test('[BAY-R1] a silence of exactly the allowed gap is no gap', async () => {
  const { holds, keepDown } = bench();
  const id = holds.start(JOB, DIGEST);
  await keepDown(id, HOLD_MS, HOLD_GAP_MS);
  expect(holds.end(id).ok).toBe(true);
});

test('[BAY-R1][BAY-R2] 3000 ms is the edge, whatever the rhythm of the beats', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 5000 }),
      fc.integer({ min: 10, max: HOLD_GAP_MS }),
      async (ms, every) => {
        const { holds, keepDown } = bench();
        const id = holds.start(JOB, DIGEST);
        await keepDown(id, ms, every);
        expect(holds.end(id).ok).toBe(ms >= HOLD_MS);
      },
    ),
    { numRuns: 60 },
  );
});

test('[BAY-R2] one millisecond less agrees to nothing and says how long it was', async () => {
  const { holds, keepDown } = bench();
  const id = holds.start(JOB, DIGEST);
  await keepDown(id, HOLD_MS - 1);
  expect(holds.end(id)).toEqual({ ok: false, error: expect.stringContaining('2999 ms and 3000 ms are needed') });
});

test('[BAY-R3] a press without beats has ended, though it was long enough', async () => {
  const { clock, holds } = bench();
  const id = holds.start(JOB, DIGEST);
  await clock.advance(HOLD_MS + 500);
  expect(holds.end(id)).toEqual({ ok: false, error: expect.stringContaining('silent for 3500 ms') });
});

test('[BAY-R3] beats after a silence do not bring the press back', async () => {
  const { clock, holds, keepDown } = bench();
  const id = holds.start(JOB, DIGEST);
  await keepDown(id, 2000);
  await clock.advance(HOLD_GAP_MS + 1);
  expect(holds.beat(id).ok).toBe(false);
  await keepDown(id, HOLD_MS);
  expect(holds.end(id).ok).toBe(false);
});

test('[BAY-R3] a silence between the last beat and the release counts too', async () => {
  const { clock, holds, keepDown } = bench();
  const id = holds.start(JOB, DIGEST);
  await keepDown(id, HOLD_MS);
  await clock.advance(HOLD_GAP_MS + 1);
  expect(holds.end(id).ok).toBe(false);
});

test('[BAY-R4] a second press ends the first and does not inherit its time', async () => {
  const { holds, keepDown } = bench();
  const first = holds.start(JOB, DIGEST);
  await keepDown(first, 2900);
  const second = holds.start(JOB, 'e'.repeat(64));
  expect(holds.beat(first).ok).toBe(false);
  await keepDown(second, 200);
  expect(holds.end(second)).toEqual({ ok: false, error: expect.stringContaining('held for 200 ms') });
});

test('[BAY-R5] the same press cannot agree twice', async () => {
  const { holds, keepDown } = bench();
  const id = holds.start(JOB, DIGEST);
  await keepDown(id, HOLD_MS);
  expect(holds.end(id).ok).toBe(true);
  expect(holds.end(id).ok).toBe(false);
});

test('[BAY-R6] a hundred beats at once are no longer than one', async () => {
  const { clock, holds } = bench();
  const id = holds.start(JOB, DIGEST);
  await clock.advance(500);
  for (let i = 0; i < 100; i += 1) expect(holds.beat(id)).toEqual({ ok: true, value: millis(500) });
  expect(holds.end(id).ok).toBe(false);
});

test('[BAY-R7] another name neither beats nor ends the press', async () => {
  const { holds, keepDown } = bench();
  const id = holds.start(JOB, DIGEST);
  await keepDown(id, HOLD_MS - 250);
  expect(holds.beat('01'.repeat(15)).ok).toBe(false);
  expect(holds.end('').ok).toBe(false);
  await keepDown(id, 250);
  expect(holds.end(id).ok).toBe(true);
});

test('[BAY-R2] a press that was called off agrees to nothing', async () => {
  const { holds, keepDown } = bench();
  const id = holds.start(JOB, DIGEST);
  await keepDown(id, HOLD_MS);
  holds.cancel();
  expect(holds.end(id).ok).toBe(false);
});
