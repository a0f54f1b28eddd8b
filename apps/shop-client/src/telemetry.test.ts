import type { ShopBody } from '@baylink/contracts';
import { SimulatedClock } from '@baylink/testing';
import { expect, test } from 'vitest';
import { Telemetry } from './telemetry.js';

function bench() {
  const clock = new SimulatedClock();
  const said: ShopBody[] = [];
  const now = { millivolts: 13_900 };
  const telemetry = new Telemetry(
    clock,
    {
      voltage: () => ({ kind: 'voltage', at: `${clock.now()}`, source: 's', sentence: '', ...now }),
      ledger: () => undefined,
    },
    (body) => said.push(body),
  );
  /** The source speaks every 50 ms for so long. */
  const speak = async (ms: number, level: (at: number) => number): Promise<void> => {
    for (let at = 0; at < ms; at += 50) {
      now.millivolts = level(at);
      telemetry.changed('voltage');
      await clock.advance(50);
    }
  };
  return { clock, said, telemetry, speak };
}

test('[SHP-R59] what changes is told at most four times a second, always as it is then', async () => {
  const { said, speak } = bench();
  await speak(2000, (at) => 13_000 + at);
  expect(said.length).toBeGreaterThanOrEqual(7);
  expect(said.length).toBeLessThanOrEqual(8);
  expect(new Set(said.map((body) => body.kind === 'voltage' && body.millivolts)).size).toBe(said.length);
});

test('[SHP-R59] what stays the same is told again about once a second', async () => {
  const { said, speak } = bench();
  await speak(5000, () => 13_900);
  expect(said.length).toBeGreaterThanOrEqual(4);
  expect(said.length).toBeLessThanOrEqual(6);
});

test('[SHP-R59] a new listener is told at once what there is, and nothing is told after the end', async () => {
  const { said, telemetry, clock } = bench();
  telemetry.restart();
  await clock.advance(250);
  expect(said).toHaveLength(1);
  telemetry.changed('voltage');
  telemetry.close();
  await clock.advance(5000);
  expect(said).toHaveLength(1);
});
