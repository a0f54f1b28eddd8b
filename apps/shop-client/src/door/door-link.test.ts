import { bytesOf, ok } from '@baylink/kernel';
import type { CapabilityCertificate, DiagnosticLink, Target } from '@baylink/transport-vehicle';
import { expect, test } from 'vitest';
import { awakeCar, BODY, carBench, ENGINE, GATEWAY } from '../../test/car-bench.js';
import { passed } from './door.js';

const READ_VIN = bytesOf(0x22, 0xf1, 0x90);
const SEEN = { digest: 'aa', blocks: 3, blockLength: 130, at: { step: 'between blocks' } } as const;
const CERTIFICATE = { adapter: 'bench' } as unknown as CapabilityCertificate;

/** A link that writes down whose session it keeps, and can do what adapters can do. */
const able = (kept: string[]) => (link: DiagnosticLink) => {
  link.keeps = (unit, on) => void kept.push(`${unit.logical.toString(16)} ${on}`);
  link.recall = ({ logical }) => Promise.resolve(logical === ENGINE ? SEEN : undefined);
  link.certificate = () => CERTIFICATE;
  link.readVoltage = () => Promise.resolve(ok(13_800 as never));
  return link;
};

/** And one that can do nothing of it. */
const plain = (link: DiagnosticLink): DiagnosticLink => ({
  kind: 'plain',
  open: () => link.open(),
  send: (target, bytes) => link.send(target, bytes),
  listen: (listener) => link.listen(listener),
  counters: () => link.counters(),
  certificate: () => undefined,
  busy: () => link.busy(),
  close: () => link.close(),
});

test('[SHP-R174] whose session is kept is told to the link once, and again to the link that takes its place', () => {
  const [before, behind]: [string[], string[]] = [[], []];
  const { door } = carBench([], able(before));
  door.keeps(ENGINE, true);
  door.keeps(ENGINE, true);
  door.keeps(BODY, true);
  door.keeps(GATEWAY, true);
  door.keeps(BODY, false);
  door.keeps(0x1234, true);
  expect(before).toEqual(['1001 true', '1002 true', '1000 true', '1002 false']);
  door.attach(able(behind)(carBench().link));
  expect(behind).toEqual(['1001 true', '1000 true']);
});

test('[SHP-R174] a session that was given up is given up again when asked, and a link that keeps none is not asked', () => {
  const kept: string[] = [];
  const { door } = carBench([], able(kept));
  door.keeps(ENGINE, false);
  expect(kept).toEqual(['1001 false']);
  door.keeps(ENGINE, true);
  door.attach(plain(carBench().link));
  door.keeps(ENGINE, false);
  expect(kept).toEqual(['1001 false', '1001 true']);
});

test('[SHP-R176] what a unit has acknowledged is asked of whoever holds the link, and nothing leaves for the car', async () => {
  const { door, story } = carBench([], able([]));
  expect(await door.recall(ENGINE)).toBe(SEEN);
  expect(await door.recall(BODY)).toBeUndefined();
  expect(story).toEqual([]);
});

test('[SHP-R176] nobody knows of a unit without an address, or behind a link that remembers nothing', async () => {
  expect(await carBench([], able([])).door.recall(0x1234)).toBeUndefined();
  expect(await carBench([], plain).door.recall(ENGINE)).toBeUndefined();
});

test('[SHP-R175] what the adapter can do is asked of the adapter, and nothing leaves for the car', async () => {
  const { door, story, link } = carBench([], able([]));
  expect(door.certificate()).toBe(CERTIFICATE);
  expect(await door.readVoltage()).toEqual({ ok: true, value: 13_800 });
  expect(door.counters()).toEqual(link.counters());
  expect(door.busy()).toBe(false);
  expect(story).toEqual([]);
});

test('[SHP-R175] an adapter that cannot do it has no certificate, and says how the voltage is had', async () => {
  const { door } = carBench([], plain);
  expect(door.certificate()).toBeUndefined();
  expect(await door.readVoltage()).toEqual({
    ok: false,
    error: { kind: 'unsupported', message: expect.stringMatching(/\(plain\) measures no voltage.*--voltage\.$/) },
  });
});

test('the door is as busy, and counts as much, as its link', () => {
  const counters = { sent: 3 } as never;
  const { door } = carBench([], (link) => ({ ...plain(link), busy: () => true, counters: () => counters }));
  expect(door.busy()).toBe(true);
  expect(door.counters()).toBe(counters);
});

test('[SHP-R1] a pass to everybody leaves to everybody', async () => {
  const targets: Target[] = [];
  const { leave, pass, clock, story } = await awakeCar([], (link) => ({
    ...plain(link),
    send(target, bytes) {
      targets.push(target);
      return link.send(target, bytes);
    },
  }));
  expect((await leave(pass(READ_VIN, { to: 'functional' }))).ok).toBe(true);
  expect(targets).toEqual([{ to: 'functional' }]);
  await clock.advance(100);
  expect(story.filter((line) => line.startsWith('tx '))[0]).toMatch(/^tx 000007df0322f190/);
  expect(story.filter((line) => line.startsWith('recorded rx')).length).toBeGreaterThan(1);
});

test('who has stopped listening hears nothing more', async () => {
  const { door, leave, pass, clock } = await awakeCar();
  const heard: string[] = [];
  const stop = door.listen(({ kind }) => void heard.push(kind));
  await leave(pass(READ_VIN));
  await clock.advance(100);
  expect(heard).toContain('message');
  stop();
  heard.length = 0;
  await leave(pass(READ_VIN));
  await clock.advance(100);
  expect(heard).toEqual([]);
});

test('[SHP-R1] what is no pass is told as refused, and a verdict says which it is', async () => {
  const { leave, pass, verdict } = await awakeCar();
  const used = pass(READ_VIN);
  await leave(used);
  expect(await leave(used)).toMatchObject({ error: { kind: 'not-passed', error: { kind: 'refused' } } });
  expect(passed(pass(READ_VIN))).toBe(true);
  expect(passed(verdict(bytesOf(0x31, 1, 0xff, 0)))).toBe(false);
});
