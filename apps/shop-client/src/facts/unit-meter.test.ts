import { err } from '@baylink/kernel';
import { parseScript } from '@baylink/twin';
import { expect, onTestFinished, test } from 'vitest';
import { awakeCar, ENGINE, READING } from '../../test/car-bench.js';
import type { MeterReading } from './meter.js';
import { unitVoltage } from './voltage-kinds/unit.js';

const SUPPLY = 0xf442;

async function bench(script = '[]', did = SUPPLY) {
  const parsed = parseScript(script);
  if (!parsed.ok) throw new Error(parsed.error);
  const car = await awakeCar(parsed.value);
  const heard: MeterReading[] = [];
  const { tester, clock } = car;
  const source = unitVoltage.parse(`${ENGINE}:${did}`);
  if (!source.ok) throw new Error(source.error);
  const readAdapterVoltage = async () => err({ kind: 'unsupported', message: 'Nobody asks it here.' } as const);
  const meter = source.value.start(
    { tester, clock, readAdapterVoltage, adapterVoltageStep: () => undefined },
    (reading) => heard.push(reading),
  );
  onTestFinished(() => meter.stop());
  return { ...car, heard, meter };
}

test('[SHP-R65] a unit that measures its supply is asked four times a second', async () => {
  const { clock, heard, meter } = await bench();
  await clock.advance(1000);
  expect(heard.length).toBeGreaterThanOrEqual(3);
  expect(heard.length).toBeLessThanOrEqual(4);
  for (const reading of heard) expect(reading).toEqual({ ok: true, value: expect.any(Number) });
  meter.stop();
  await clock.advance(1000);
  expect(heard.length).toBeLessThanOrEqual(4);
  expect(clock.pending).toBe(0);
});

test.each<[string, string, number, RegExp]>([
  ['that keeps silent', '{"at":0,"do":"silence","unit":"engine","for":600000}', SUPPLY, /no answer within 500 ms/],
  ['that refuses', '[]', 0xffff, /NRC 0x31/],
])('[SHP-R65] a unit %s is a source that failed, each time anew', async (_, script, did, words) => {
  const { clock, heard } = await bench(script, did);
  await clock.advance(2000);
  expect(heard.length).toBeGreaterThanOrEqual(2);
  for (const reading of heard) expect(reading).toEqual({ ok: false, error: expect.stringMatching(words) });
});

test('[SHP-R65] without a recorded visit it is not asked, and unknown', async () => {
  const { clock, heard, situation, story } = await bench();
  await clock.advance(300);
  situation.now = { ...READING, visit: { recorded: false, activeTestsAllowed: false } };
  heard.length = 0;
  story.length = 0;
  await clock.advance(1000);
  expect(story).toEqual([]);
  expect(heard.length).toBeGreaterThan(0);
  for (const reading of heard) expect(reading.ok).toBe(false);
});

test('[SHP-R65] it goes on after the unit was given up in the middle of a question', async () => {
  const { clock, heard, tester } = await bench();
  tester.release(ENGINE);
  await clock.advance(10);
  expect(heard).toEqual([{ ok: false, error: expect.stringContaining('given up') }]);
  await clock.advance(1000);
  expect(heard.at(-1)).toMatchObject({ ok: true });
});
