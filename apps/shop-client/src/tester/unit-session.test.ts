import { bytesOf, hex, millis } from '@baylink/kernel';
import type { Verdict } from '@baylink/safety';
import type { DiagnosticLink } from '@baylink/transport-vehicle';
import { parseScript } from '@baylink/twin';
import { expect, test } from 'vitest';
import { awakeCar, BODY, ENGINE, READING } from '../../test/car-bench.js';
import { lateLink } from '../../test/late-link.js';
import { UnitSession } from './unit-session.js';

const READ_VIN = bytesOf(0x22, 0xf1, 0x90);
const READ_SESSION = bytesOf(0x22, 0xf1, 0x86);
const EXTENDED = bytesOf(0x10, 0x03);

function script(...lines: string[]) {
  const parsed = parseScript(lines.join('\n'));
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}
const busy = (count: number) =>
  script(JSON.stringify({ at: 0, do: 'refuse', unit: 'engine', service: '22', nrc: '21', count }));

test('[SHP-R23] an answer that overtakes its confirmation is the answer, and the next request waits for the link', async () => {
  const late = lateLink();
  const { tester, outcome, clock } = await awakeCar([], late.wrap);
  late.watch.holding = true;
  const first = await outcome(tester.ask(ENGINE, READ_VIN));
  expect(first).toMatchObject({ ok: true, value: { kind: 'positive' } });
  const second = tester.ask(ENGINE, READ_SESSION);
  await clock.advance(200);
  expect(late.watch.sends.map(hex)).toEqual(['22f190']);
  late.watch.holding = false;
  late.confirm();
  expect(await outcome(second)).toMatchObject({
    ok: true,
    value: { kind: 'positive', bytes: bytesOf(0x62, 0xf1, 0x86, 1) },
  });
  expect(late.watch.most).toBe(1);
});

test('[SHP-R23] requests of several people to one unit take turns and get their own answers', async () => {
  const late = lateLink();
  const { tester, outcome } = await awakeCar([], late.wrap);
  const asked = [READ_VIN, READ_SESSION, bytesOf(0x22, 0xff, 0xff), READ_VIN].map((bytes) => tester.ask(ENGINE, bytes));
  const kinds = (await outcome(Promise.all(asked))).map((result) => result.ok && result.value.kind);
  expect(kinds).toEqual(['positive', 'positive', 'negative', 'positive']);
  expect(late.watch.most).toBe(1);
});

test('[SHP-R24] a session is kept, keep-alive and request are never on the link together, and it lapses when it is left', async () => {
  const late = lateLink();
  const { tester, outcome, clock, story, situation } = await awakeCar([], late.wrap);
  await outcome(tester.ask(ENGINE, EXTENDED));
  for (let i = 0; i < 40; i++) {
    await outcome(tester.ask(ENGINE, bytesOf(0x22, 0xf1, 0x90)));
    await clock.advance(137 * (i % 9));
  }
  await clock.advance(20_000);
  expect(await outcome(tester.ask(ENGINE, READ_SESSION))).toMatchObject({
    value: { bytes: bytesOf(0x62, 0xf1, 0x86, 3) },
  });
  expect(late.watch.most).toBe(1);
  expect(story.filter((line) => line === 'recorded tx 3e80').length).toBeGreaterThan(5);
  expect(situation.now).toBe(READING);

  await outcome(tester.ask(ENGINE, bytesOf(0x10, 0x01)));
  story.length = 0;
  await clock.advance(20_000);
  expect(story).toEqual([]);
});

test('[SHP-R24] a keep-alive waits for the confirmation of a request, and leaves after it', async () => {
  const late = lateLink();
  const { tester, outcome, clock } = await awakeCar([], late.wrap);
  await outcome(tester.ask(ENGINE, EXTENDED));
  late.watch.holding = true;
  await outcome(tester.ask(ENGINE, READ_VIN));
  const before = late.watch.sends.length;
  await clock.advance(4000);
  expect(late.watch.sends).toHaveLength(before);
  late.watch.holding = false;
  late.confirm();
  await clock.advance(100);
  expect(late.watch.sends.slice(before).map(hex)).toEqual(['3e80']);
  expect(late.watch.most).toBe(1);
});

test('[SHP-R24] a keep-alive that the judge refuses does not leave', async () => {
  const { tester, outcome, clock, story, situation } = await awakeCar();
  await outcome(tester.ask(ENGINE, EXTENDED));
  situation.now = { ...READING, visit: { recorded: false, activeTestsAllowed: false } };
  story.length = 0;
  await clock.advance(20_000);
  expect(story).toEqual([]);
});

test('[SHP-R25] NRC 0x21 is repeated within a bound, and every repetition is judged anew', async () => {
  const { tester, outcome, story } = await awakeCar(busy(3));
  expect(await outcome(tester.ask(ENGINE, READ_VIN))).toMatchObject({ ok: true, value: { kind: 'positive' } });
  expect(story.filter((line) => line === 'recorded tx 22f190')).toHaveLength(4);
});

test('[SHP-R25] what was allowed at first and not any more is refused and does not leave again', async () => {
  const { tester, outcome, story, situation, clock } = await awakeCar(busy(1000));
  const asked = tester.ask(ENGINE, READ_VIN);
  await clock.advance(300);
  const before = story.filter((line) => line.startsWith('recorded tx')).length;
  expect(before).toBeGreaterThan(0);
  situation.now = { ...READING, running: { job: 'J', unit: ENGINE, armed: false } };
  expect(await outcome(asked)).toMatchObject({ ok: false, error: { rule: 'VRD-R3' } });
  expect(story.filter((line) => line.startsWith('recorded tx'))).toHaveLength(before);
});

test('[SHP-R25] a unit that is busy for ever ends in its NRC', async () => {
  const { tester, outcome, story } = await awakeCar(busy(1000));
  expect(await outcome(tester.ask(ENGINE, READ_VIN))).toMatchObject({
    ok: true,
    value: { kind: 'negative', nrc: 0x21 },
  });
  expect(story.filter((line) => line === 'recorded tx 22f190')).toHaveLength(11);
});

test('[SHP-R26] a refused request leaves nothing on the wire, and the next one is asked', async () => {
  const { tester, outcome, story } = await awakeCar();
  const [refused, allowed] = await outcome(
    Promise.all([tester.ask(ENGINE, bytesOf(0x11, 0x01)), tester.ask(ENGINE, READ_VIN)]),
  );
  expect(refused).toMatchObject({
    ok: false,
    error: { rule: 'VRD-R2', sentence: expect.stringContaining('ask at the bay') },
  });
  expect(allowed).toMatchObject({ ok: true, value: { kind: 'positive' } });
  expect(story.some((line) => line.includes('1101'))).toBe(false);
});

test('[SHP-R27] whoever waits when a unit is given up is told so, and the next request finds a new session', async () => {
  const { tester, outcome, clock } = await awakeCar(script('{"at":0,"do":"silence","unit":"engine","for":2000}'));
  const left = [tester.ask(ENGINE, READ_VIN), tester.ask(ENGINE, READ_SESSION)];
  await clock.advance(10);
  tester.release(ENGINE);
  for (const result of await outcome(Promise.all(left)))
    expect(result).toMatchObject({
      ok: true,
      value: { kind: 'link', error: { message: expect.stringContaining('given up') } },
    });
  await clock.advance(3000);
  expect(await outcome(tester.ask(ENGINE, READ_VIN))).toMatchObject({ ok: true, value: { kind: 'positive' } });
});

test('[SHP-R27] a request that ended while it waited for the link is not sent with the next one’s leave', async () => {
  const late = lateLink();
  const { door, clock, probes, timing, verdict, outcome } = await awakeCar([], late.wrap);
  const session = new UnitSession({
    unit: ENGINE,
    door,
    clock,
    probes,
    client: { ...timing, total: millis(1000), busy: { delay: millis(0), limit: 0 } },
    keepAlive: (bytes) => verdict(bytes),
  });
  const judged: string[] = [];
  const leave =
    (name: string) =>
    (bytes: Uint8Array): Verdict => {
      judged.push(`${name} ${hex(bytes)}`);
      return verdict(bytes);
    };
  late.watch.holding = true;
  await outcome(session.ask(READ_VIN, leave('first')));
  expect(await outcome(session.ask(READ_SESSION, leave('second')))).toMatchObject({ kind: 'timeout', timer: 'total' });
  const third = session.ask(bytesOf(0x3e, 0x00), leave('third'));
  late.watch.holding = false;
  late.confirm();
  expect(await outcome(third)).toEqual({ kind: 'positive', bytes: bytesOf(0x7e, 0x00) });
  expect(judged).toEqual(['first 22f190', 'third 3e00']);
  session.close();
  expect(await session.ask(READ_VIN, leave('late'))).toMatchObject({ kind: 'link' });
});

test('[SHP-R28] everybody is asked once, each answer is its unit’s own', async () => {
  const { tester, outcome } = await awakeCar();
  const collected = await outcome(tester.askAll(bytesOf(0x3e, 0x00)));
  if (!collected.ok || collected.value.kind !== 'answers') throw new Error('no answers');
  expect(collected.value.answers.map(({ from }) => from).sort()).toEqual([0x1000, ENGINE, BODY]);
});

test('[SHP-R28] a refused question to everybody reaches nobody, and the next one is asked', async () => {
  const { tester, outcome, story } = await awakeCar();
  const [refused, asked] = await outcome(
    Promise.all([tester.askAll(bytesOf(0x11, 0x01)), tester.askAll(bytesOf(0x3e, 0x00))]),
  );
  expect(refused.ok).toBe(false);
  expect(asked).toMatchObject({ ok: true, value: { kind: 'answers' } });
  expect(story.some((line) => line.includes('1101'))).toBe(false);
});

test('[SHP-R27] a question to everybody is answered too when the talk is given up', async () => {
  const { tester, clock, outcome } = await awakeCar();
  const asked = [tester.askAll(bytesOf(0x3e, 0x00)), tester.askAll(bytesOf(0x3e, 0x00))];
  await clock.advance(1);
  tester.close();
  for (const result of await outcome(Promise.all(asked))) expect(result).toMatchObject({ value: { kind: 'link' } });
});

test('[SHP-R29] every answer and every silence is a probe of the link', async () => {
  const { tester, outcome, probes, clock, link } = await awakeCar(
    script('{"at":1500,"do":"silence","unit":"body","for":2000}'),
  );
  expect(probes.record(link.counters(), clock.now()).known).toBe(false);
  await outcome(tester.ask(BODY, READ_VIN));
  await clock.advance(1500);
  await outcome(tester.ask(BODY, READ_VIN));
  const record = probes.record(link.counters(), clock.now());
  expect(record.known && record.value.probes.map(({ took }) => took !== undefined)).toEqual([true, false]);
  probes.begin(link.counters());
  expect(probes.record(link.counters(), clock.now()).known).toBe(false);
});

test('[SHP-R29] an answer that the holder of the link heard before the request was known to be out is timed from its beginning', async () => {
  const later: { run: (act: () => void) => void } = { run: (act) => act() };
  const held = (link: DiagnosticLink): DiagnosticLink => ({
    kind: link.kind,
    open: () => link.open(),
    close: () => link.close(),
    counters: () => link.counters(),
    certificate: () => link.certificate(),
    busy: () => link.busy(),
    listen: (listener) => link.listen((event) => later.run(() => later.run(() => listener(event)))),
    async send(target, bytes) {
      const sent = await link.send(target, bytes);
      await new Promise<void>((resolve) => later.run(resolve));
      return sent;
    },
  });
  const { tester, outcome, probes, clock, link } = await awakeCar([], held);
  later.run = (act) => void clock.wake(millis(clock.now() + 40), act);
  expect(await outcome(tester.ask(ENGINE, READ_VIN))).toMatchObject({ ok: true, value: { kind: 'positive' } });
  const record = probes.record(link.counters(), clock.now());
  const took = record.known ? record.value.probes.map((probe) => probe.took ?? -1) : [];
  expect(took).toHaveLength(1);
  expect(took[0]).toBeGreaterThanOrEqual(0);
  expect(took[0]).toBeLessThan(40);
});
