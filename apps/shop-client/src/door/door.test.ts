import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bytesOf, err, millis } from '@baylink/kernel';
import { PASS_LIFE, type Pass } from '@baylink/safety';
import type { DiagnosticLink, LinkEvent } from '@baylink/transport-vehicle';
import { expect, test } from 'vitest';
import { awakeCar, carBench, ENGINE, READING, toUnit } from '../../test/car-bench.js';

const ENGINE_ADDRESS = { logical: ENGINE, can: { request: 0x7e0, response: 0x7e8 } };
const READ_VIN = bytesOf(0x22, 0xf1, 0x90);
const ERASE = bytesOf(0x31, 0x01, 0xff, 0x00, 0x44, 0, 0, 0x80, 0, 0, 0, 0x10, 0);

test('[SHP-R1] a pass of the judge leaves once, and the car answers it', async () => {
  const { leave, pass, clock, story } = await awakeCar();
  const used = pass(READ_VIN);
  expect((await leave(used)).ok).toBe(true);
  await clock.advance(100);
  expect(story.filter((line) => line.startsWith('recorded rx'))).toEqual([
    expect.stringMatching(/^recorded rx 1001 62f190/),
  ]);
  const before = [...story];
  expect(await leave(used)).toMatchObject({ ok: false, error: { kind: 'not-passed' } });
  expect(story).toEqual(before);
});

test.each([
  ['a refusal', ({ verdict }: ReturnType<typeof carBench>) => verdict(ERASE)],
  ['a copy of a pass', ({ pass }: ReturnType<typeof carBench>) => ({ ...pass(READ_VIN) })],
  [
    'a copy of a pass with other bytes',
    ({ pass }: ReturnType<typeof carBench>) => ({ ...pass(READ_VIN), bytes: ERASE }),
  ],
])('[SHP-R1] %s sends nothing and records nothing', async (_, make) => {
  const bench = await awakeCar();
  expect(await bench.leave(make(bench) as unknown as Pass)).toMatchObject({
    ok: false,
    error: { kind: 'not-passed', error: { message: expect.stringContaining('The door sent nothing') } },
  });
  await bench.clock.advance(1000);
  expect(bench.story).toEqual([]);
});

test('[SHP-R1] bytes that were changed after the judgement are not the bytes that leave', async () => {
  const { leave, pass, story, clock } = await awakeCar();
  const judged = pass(READ_VIN);
  judged.bytes.set(bytesOf(0x11, 0x01, 0x00));
  expect((await leave(judged)).ok).toBe(false);
  await clock.advance(1000);
  expect(story).toEqual([]);
});

test('[SHP-R1] a pass of a turn long ago is none', async () => {
  const { leave, pass, clock, story } = await awakeCar();
  const [last, late] = [pass(READ_VIN), pass(READ_VIN)];
  await clock.advance(PASS_LIFE);
  expect((await leave(last)).ok).toBe(true);
  await clock.advance(1);
  const before = story.length;
  expect((await leave(late)).ok).toBe(false);
  await clock.advance(millis(1000));
  expect(story.slice(before).filter((line) => line.includes('recorded tx'))).toEqual([]);
});

test('[SHP-R1] an address that nobody knows gets nothing', async () => {
  const { leave, pass, story } = await awakeCar();
  expect(await leave(pass(READ_VIN, toUnit(0x1234)))).toMatchObject({ ok: false, error: { kind: 'not-passed' } });
  expect(story).toEqual([]);
});

test('[SHP-R2] what leaves is recorded before the driver gets it, what comes before anybody hears of it', async () => {
  const { leave, door, pass, clock, story } = await awakeCar();
  door.listen((event) => void (event.kind === 'message' && story.push('heard')));
  await leave(pass(READ_VIN));
  await clock.advance(100);
  expect(story.slice(0, 2)).toEqual(['recorded tx 22f190', expect.stringMatching(/^tx 000007e00322f190/)]);
  const heard = story.indexOf('heard');
  expect(story[heard - 1]).toMatch(/^recorded rx 1001 62f190/);
});

test('[SHP-R2] a message that the link could not take stays in the record as asked', async () => {
  const { leave, pass, link, story } = await awakeCar();
  await link.close();
  expect(await leave(pass(READ_VIN))).toMatchObject({ ok: false, error: { kind: 'link' } });
  expect(story[0]).toBe('recorded tx 22f190');
});

test('[SHP-R123] what is asked for and cannot be recorded stays here', async () => {
  const { leave, pass, record, clock, story } = await awakeCar();
  record.now = err('the disk is full');
  expect(await leave(pass(READ_VIN))).toMatchObject({
    ok: false,
    error: { kind: 'not-passed', error: { message: 'The door sent nothing: the disk is full.' } },
  });
  await clock.advance(1000);
  expect(story.filter((line) => line.startsWith('tx '))).toEqual([]);
});

test('[SHP-R123] the session of an armed job is kept without a record', async () => {
  const { leave, pass, record, situation, story } = await awakeCar();
  situation.now = { ...READING, running: { job: 'J', unit: ENGINE, armed: true } };
  record.now = err('the disk is full');
  expect((await leave(pass(bytesOf(0x3e, 0x80)))).ok).toBe(true);
  expect(story.some((line) => line.startsWith('tx '))).toBe(true);
});

test('[SHP-R1] without a recorded visit the judge gives no pass at all', async () => {
  const { situation, verdict } = carBench();
  situation.now = { ...READING, visit: { recorded: false, activeTestsAllowed: true } };
  expect(verdict(READ_VIN, toUnit(ENGINE)).kind).toBe('refusal');
});

test('[SHP-R3] a link that was replaced is neither heard nor recorded any more', async () => {
  let speak: (event: LinkEvent) => void = () => undefined;
  const listening = (link: DiagnosticLink): DiagnosticLink => ({
    kind: link.kind,
    open: () => link.open(),
    send: (target, bytes) => link.send(target, bytes),
    counters: () => link.counters(),
    certificate: () => link.certificate(),
    busy: () => link.busy(),
    close: () => link.close(),
    listen(listener) {
      speak = listener;
    },
  });
  const first = await awakeCar([], listening);
  const second = await awakeCar();
  const heard: string[] = [];
  first.door.listen(({ kind }) => void heard.push(kind));
  const late = { kind: 'message', from: ENGINE_ADDRESS, bytes: bytesOf(0x62), at: millis(0) } as const;
  speak(late);
  expect(heard).toEqual(['message']);
  first.door.attach(second.link);
  speak(late);
  speak({ kind: 'closed', error: undefined, at: millis(0) });
  expect(heard).toEqual(['message']);
  expect(first.story.filter((line) => line.startsWith('recorded rx'))).toHaveLength(1);
  expect((await second.outcome(first.door.send(first.pass(READ_VIN)))).ok).toBe(true);
});

const SOURCES = fileURLToPath(new URL('..', import.meta.url));
const sources = (readdirSync(SOURCES, { recursive: true }) as string[]).filter(
  (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
);

test('[SHP-R4] only the door, and in the keeper’s process its other end, calls a link’s send', () => {
  const callers = sources.filter((name) =>
    /\blink\w*\s*\??\.send\s*\(/i.test(readFileSync(join(SOURCES, name), 'utf8')),
  );
  expect(callers.sort()).toEqual(['door/door.ts', 'keeper/process/held-link.ts']);
  const senders = sources.filter((name) => /\.send\s*\(/.test(readFileSync(join(SOURCES, name), 'utf8'))).sort();
  expect(senders).toEqual([
    'bay/bay-server.ts',
    'bay/process/screen-process.ts',
    'door/door.ts',
    'keeper/process/held-link.ts',
    'run/job-runner.ts',
    'shop.ts',
    'tester/functional-session.ts',
    'tester/unit-session.ts',
    'visit/visit-desk.ts',
  ]);
});
