import { spawnSync } from 'node:child_process';
import { appendFileSync, closeSync, openSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { millivolts } from '@baylink/kernel';
import { SimulatedClock } from '@baylink/testing';
import { expect, onTestFinished, test } from 'vitest';
import { tempFolder } from '../../test/temp-folder.js';
import { type MeterReading, parseVolts, startMeter } from './meter.js';
import { VoltageDesk } from './voltage-desk.js';

const ok = (millis: number): MeterReading => ({ ok: true, value: millivolts(millis) });

/** A meter at a path that the test fills; it looks twenty times a second. */
function bench(prepare: (path: string) => void) {
  const clock = new SimulatedClock();
  const path = join(tempFolder(), 'volts');
  prepare(path);
  const heard: MeterReading[] = [];
  const meter = startMeter(path, clock, (reading) => heard.push(reading));
  onTestFinished(() => meter.stop());
  const look = async (): Promise<MeterReading[]> => {
    heard.length = 0;
    await clock.advance(50);
    return [...heard];
  };
  return { clock, path, look, meter };
}
const gauge = (text: string) => bench((path) => writeFileSync(path, text));

function stream() {
  const made = bench((path) => void spawnSync('mkfifo', [path]));
  const writer = openSync(made.path, 'r+');
  onTestFinished(() => closeSync(writer));
  return { ...made, write: (text: string) => void writeSync(writer, text) };
}

test.each([
  ['13.85', 13_850],
  ['13.85\n', 13_850],
  ['  12 \n', 12_000],
  ['0', 0],
  ['27.123456', 27_123],
])('[SHP-R19] "%s" is volts', (text, value) => {
  const reading = parseVolts(text, 'meter');
  expect(reading.ok && Math.round(reading.value)).toBe(value);
});

test.each([
  '',
  ' ',
  '13850',
  '13850.0',
  'NaN',
  'Infinity',
  '-13.8',
  '+13.8',
  '1e1',
  '0x0d',
  '13,85',
  '13.85 V',
  '13.',
  '.5',
  '13.8\u0000',
])('[SHP-R20] "%s" is not volts: the source is unknown, and says what it said', (text) => {
  expect(parseVolts(text, '/dev/meter')).toMatchObject({
    ok: false,
    error: expect.stringMatching(/^The voltage source \/dev\/meter says ".*", which is not volts such as 13\.85\.$/),
  });
});

test('[SHP-R19] a gauge is read at each look', async () => {
  const { path, look } = gauge('13.85\n');
  expect(await look()).toEqual([ok(13_850)]);
  writeFileSync(`${path}.new`, '12.10\n');
  renameSync(`${path}.new`, path);
  expect(await look()).toEqual([ok(12_100)]);
  expect(await look()).toEqual([ok(12_100)]);
});

test('[SHP-R19] of a gauge that somebody appends to, the last line counts, however long it has grown', async () => {
  const { path, look } = gauge('13.85\n'.repeat(20_000));
  expect(await look()).toEqual([ok(13_850)]);
  appendFileSync(path, '9.10\n');
  expect(await look()).toEqual([ok(9_100)]);
});

test('[SHP-R20] a gauge that is gone, empty or nonsense is unknown, and good again when it is', async () => {
  const { path, look } = gauge('13.85');
  for (const harm of [
    () => rmSync(path),
    () => writeFileSync(path, ''),
    () => writeFileSync(path, '13850\n'),
    () => writeFileSync(path, '13.85\nNaN\n'),
  ]) {
    harm();
    expect(await look()).toEqual([{ ok: false, error: expect.stringContaining(path) }]);
  }
  writeFileSync(path, '13.90');
  expect(await look()).toEqual([ok(13_900)]);
});

test('[SHP-R20] what was good before does not outlive the failure', async () => {
  const { path, look } = gauge('13.85');
  const clock = new SimulatedClock();
  const desk = new VoltageDesk(clock);
  const hear = desk.add(path, 'dedicated');
  for (const reading of await look()) hear(reading, clock.now());
  expect(desk.reading({ dedicated: 250, shared: 2000 }).millivolts).toBe(13_850);
  rmSync(path);
  for (const reading of await look()) hear(reading, clock.now());
  expect(desk.reading({ dedicated: 250, shared: 2000 })).toMatchObject({
    millivolts: null,
    sentence: expect.stringContaining('No reading: The voltage source'),
  });
  expect(desk.facts()[0]?.samples).toEqual([]);
});

test('[SHP-R21] each line of a FIFO is one reading; silence is no reading', async () => {
  const { look, write } = stream();
  expect(await look()).toEqual([]);
  write('13.80\n13.90\n');
  expect(await look()).toEqual([ok(13_800), ok(13_900)]);
  expect(await look()).toEqual([]);
  write('14.');
  expect(await look()).toEqual([]);
  write('05\n');
  expect(await look()).toEqual([ok(14_050)]);
});

test('[SHP-R21] a FIFO whose writer comes and goes is silent meanwhile', async () => {
  const { look, path } = bench((fifo) => void spawnSync('mkfifo', [fifo]));
  expect(await look()).toEqual([]);
  for (const level of ['13.80', '12.50']) {
    const writer = openSync(path, 'w');
    writeSync(writer, `${level}\n`);
    closeSync(writer);
    expect(await look()).toEqual([ok(Number(level) * 1000)]);
    expect(await look()).toEqual([]);
  }
});

test('[SHP-R20] a line of a FIFO that is not volts is unknown; the next good one counts', async () => {
  const { look, write } = stream();
  write('13850\n');
  expect(await look()).toEqual([{ ok: false, error: expect.stringContaining('"13850"') }]);
  write(`${'9'.repeat(3000)}13.85\n13.85\n`);
  expect(await look()).toEqual([{ ok: false, error: expect.any(String) }, ok(13_850)]);
});

test('[SHP-R21] a meter that was stopped looks no more', async () => {
  const { clock, meter, look } = gauge('13.85');
  meter.stop();
  expect(await look()).toEqual([]);
  expect(clock.pending).toBe(0);
});

test('[SHP-R22] people see the newest reading of the first source, or why there is none', async () => {
  const clock = new SimulatedClock();
  const desk = new VoltageDesk(clock);
  const shown = () => desk.reading({ dedicated: 250, shared: 2000 });
  expect(shown()).toMatchObject({ millivolts: null, source: 'none' });
  const hear = desk.add('bench supply', 'dedicated');
  expect(shown()).toMatchObject({ millivolts: null, sentence: 'No reading yet.' });
  let told = 0;
  desk.watch(() => told++);
  hear(ok(13_850), clock.now());
  expect(shown()).toMatchObject({ millivolts: 13_850, source: 'bench supply', sentence: '13.85 V' });
  await clock.advance(250);
  expect(shown().millivolts).toBe(13_850);
  await clock.advance(1);
  expect(shown()).toMatchObject({ millivolts: null, sentence: 'No reading for 0.3 s.' });
  hear(ok(13), clock.now());
  expect(shown()).toMatchObject({ millivolts: null, sentence: expect.stringContaining('No reading:') });
  expect(told).toBe(2);
});
