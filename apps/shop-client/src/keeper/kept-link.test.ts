import { connect } from 'node:net';
import { bytesOf, hex } from '@baylink/kernel';
import { KEEPER_DEFAULTS } from '@baylink/safety/keeper';
import { diagnosticLinkContract, Heard } from '@baylink/testing';
import type { LinkEvent, Target } from '@baylink/transport-vehicle';
import { afterEach, expect, test } from 'vitest';
import { HASTY, KeeperBench, STRANGER, UNIT } from '../../test/keeper-bench.js';
import { machineTime } from './machine-time.js';
import { WordChannel } from './word-channel.js';
import { type ExecutorWord, type KeeperWord, VERSION } from './words.js';

const ENGINE: Target = { to: 'unit', unit: UNIT };
const KEEP_ALIVE = '3e80';
let bench: KeeperBench | undefined;

afterEach(async () => {
  await bench?.end();
  bench = undefined;
});

async function started(config = KEEPER_DEFAULTS): Promise<KeeperBench> {
  bench = await KeeperBench.start(config);
  return bench;
}

/** An executor whose unit is in the programming session, for which it has been told that it is kept. */
async function inSession(keeper: KeeperBench) {
  keeper.answer(([service]) => (service === 0x10 ? [bytesOf(0x50, 0x02, 0, 50, 1, 0xf4)] : []));
  const link = keeper.executor();
  const heard = new Heard<LinkEvent>(link);
  expect(await link.open()).toMatchObject({ ok: true });
  link.keeps(UNIT, true);
  await link.send(ENGINE, bytesOf(0x10, 0x02));
  await heard.until('message');
  return link;
}

const atUnit = async (keeper: KeeperBench, count: number): Promise<string[]> =>
  (await keeper.atUnit.until('message', count)).map(({ bytes }) => hex(bytes));

diagnosticLinkContract('[KPP-R1] a link that a keeper holds', async () => {
  const keeper = await KeeperBench.start();
  return {
    link: keeper.executor(),
    unit: UNIT,
    stranger: STRANGER,
    answer: (handler) => keeper.answer(handler),
    cut: () => keeper.cut(),
    release: () => keeper.end(),
  };
});

test('[KPP-R2] a second executor is refused with the process that has the link', async () => {
  const keeper = await started();
  await keeper.executor().open();
  expect(await keeper.executor().open()).toMatchObject({
    ok: false,
    error: { kind: 'refused', message: expect.stringContaining(`process ${process.pid}`) },
  });
});

test('[KPP-R4][KPP-R5] when the executor is gone the unit is kept, and the next one takes everything over', async () => {
  const keeper = await started(HASTY);
  const first = await inSession(keeper);
  await first.leave();
  // Three that the link has confirmed: of the last one only the unit knows for certain.
  const [entry, ...kept] = await atUnit(keeper, 5);
  expect(entry).toBe('1002');
  expect(new Set(kept)).toEqual(new Set([KEEP_ALIVE]));
  const second = keeper.executor();
  expect(await second.open()).toMatchObject({ ok: true });
  expect(keeper.opened).toBe(1);
  const news = keeper.news.find(({ kind }) => kind === 'taken-over');
  if (news?.kind !== 'taken-over') throw new Error('nothing was handed over');
  // An executor that leaves is late, too: what the keeper sent then, the first one may have heard of already.
  const own = keeper.news.flatMap((word) => (word.kind === 'own' ? [word.message] : []));
  const messages = [...own, ...news.messages];
  expect(messages.length).toBeGreaterThanOrEqual(kept.length);
  expect(
    messages.every(
      ({ direction, unit, bytes }) => `${direction} ${unit} ${hex(bytes)}` === `tx ${UNIT.logical} ${KEEP_ALIVE}`,
    ),
  ).toBe(true);
  const nanos = messages.map((message) => BigInt(message.nanos));
  expect(nanos).toEqual([...new Set(nanos)].toSorted((one, other) => (one < other ? -1 : 1)));
});

test('[KPP-R5] an executor that is late is told of what was sent in its place', async () => {
  const keeper = await started({ ...KEEPER_DEFAULTS, late: HASTY.late });
  await inSession(keeper);
  await keeper.atUnit.until('message', 3);
  await expect.poll(() => keeper.news.filter(({ kind }) => kind === 'own').length).toBeGreaterThanOrEqual(1);
});

test('[KPP-R5] what was sent in place of an executor that hangs and then dies is handed to the next one', async () => {
  const keeper = await started({ ...KEEPER_DEFAULTS, late: HASTY.late });
  keeper.answer(([service]) => (service === 0x10 ? [bytesOf(0x50, 0x02, 0, 50, 1, 0xf4)] : []));
  // It says what an executor says, and takes note of nothing.
  const hung = new WordChannel<ExecutorWord, KeeperWord>(connect(keeper.place), {
    heard(word) {
      if (word.kind !== 'attached') return;
      hung.say({ kind: 'watch', unit: UNIT.logical });
      const at = machineTime(keeper.clock).toMachine(keeper.clock.now());
      hung.say({ kind: 'send', id: 1, at, to: UNIT.logical, bytes: bytesOf(0x10, 0x02) });
    },
    gone: () => undefined,
  });
  hung.say({ kind: 'attach', version: VERSION, pid: process.pid, car: keeper.carOf(), tap: undefined });
  const [, ...kept] = await atUnit(keeper, 3);
  await hung.end();
  await keeper.executor().open();
  const news = keeper.news.find(({ kind }) => kind === 'taken-over');
  const own = news?.kind === 'taken-over' ? news.messages.filter(({ direction }) => direction === 'tx') : [];
  expect(own.length).toBeGreaterThanOrEqual(kept.length);
});

test('[KPP-R4] what the executor lets lapse is not kept', async () => {
  const keeper = await started({ ...HASTY, linger: KEEPER_DEFAULTS.every });
  const link = await inSession(keeper);
  link.keeps(UNIT, false);
  await link.leave();
  await keeper.ended;
  const sent = await atUnit(keeper, 1);
  expect(keeper.atUnit.of('message').length - sent.length).toBeLessThanOrEqual(1);
  expect(keeper.notes.at(-1)).toBe('ends: nothing-to-keep');
});

test('[KPP-R6] a keeper that dies is seen at once, and what waits is answered', async () => {
  const keeper = await started();
  const link = keeper.executor();
  const heard = new Heard<LinkEvent>(link);
  await link.open();
  const waiting = link.send(ENGINE, new Uint8Array(4000));
  keeper.kill();
  expect(await waiting).toMatchObject({ ok: false, error: { kind: 'lost' } });
  const [closed] = await heard.until('closed');
  expect(closed?.error).toMatchObject({ kind: 'lost', message: expect.stringMatching(/keeper|process/) });
});

test('[KPP-R7] a lost link ends the keeper, and the executor hears why', async () => {
  const keeper = await started();
  const link = keeper.executor();
  const heard = new Heard<LinkEvent>(link);
  await link.open();
  keeper.cut();
  const [closed] = await heard.until('closed');
  expect(closed?.error?.kind).toBe('lost');
  await keeper.ended;
});

test('[KPP-R11] closing the link ends the keeper', async () => {
  const keeper = await started();
  const link = keeper.executor();
  await link.open();
  await link.close();
  await keeper.ended;
  expect(keeper.notes.at(-1)).toBe('ends: it was asked to');
});

test.each([
  ['longer than any word', Buffer.from([0xff, 0xff, 0xff, 0xff])],
  ['no structured clone', Buffer.from([0, 0, 0, 4, 1, 2, 3, 4])],
  ['a clone that is no word', Buffer.from([0, 0, 0, 3, 0xff, 0x0f, 0x30])],
])('[KPP-R9] %s ends the connection, and the keeper goes on', async (_, bytes) => {
  const keeper = await started();
  const socket = connect(keeper.place);
  const hungUp = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', () => undefined);
  socket.write(bytes);
  await hungUp;
  expect(await keeper.executor().open()).toMatchObject({ ok: true });
});

/** A unit that takes a download; its second block it takes without a word. */
const taking = ([service = 0, counter = 0]: Uint8Array): readonly Uint8Array[] => {
  if (service === 0x10) return [bytesOf(0x50, 0x02, 0, 50, 1, 0xf4)];
  if (service === 0x34) return [bytesOf(0x74, 0x20, 0x0f, 0xff)];
  return service === 0x36 && counter !== 2 ? [bytesOf(0x76, counter)] : [];
};

test('[KPP-R13] the next executor is told how far a download had come, and a keeper started since knows of none', async () => {
  const keeper = await started();
  const first = await inSession(keeper);
  keeper.answer(taking);
  const heard = new Heard<LinkEvent>(first);
  await first.send(ENGINE, bytesOf(0x34, 0, 0x44, 0, 0, 0x80, 0, 0, 0, 0x10, 0));
  await heard.until('message', 1);
  await first.send(
    ENGINE,
    new Uint8Array(4_000).fill(7).map((byte, i) => [0x36, 1][i] ?? byte),
  );
  await heard.until('message', 2);
  await first.send(
    ENGINE,
    new Uint8Array(4_000).fill(8).map((byte, i) => [0x36, 2][i] ?? byte),
  );
  await first.leave();
  const second = keeper.executor();
  await second.open();
  expect(await second.recall(STRANGER)).toBeUndefined();
  expect(await second.recall(UNIT)).toMatchObject({
    blocks: 1,
    blockLength: 0xfff,
    digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    at: { step: 'block open', times: 1, pending: false },
  });
  await second.close();
  expect(await second.recall(UNIT)).toBeUndefined();
  await keeper.end();
  const other = (await started()).executor();
  await other.open();
  expect(await other.recall(UNIT)).toBeUndefined();
});

test('[KPP-R13] a keeper whose machine has slept knows of no download', async () => {
  const keeper = await started();
  const link = await inSession(keeper);
  keeper.answer(taking);
  const heard = new Heard<LinkEvent>(link);
  await link.send(ENGINE, bytesOf(0x34, 0, 0x44, 0, 0, 0x80, 0, 0, 0, 0x10, 0));
  await heard.until('message', 1);
  expect(await link.recall(UNIT)).toMatchObject({ blocks: 0 });
  keeper.sleep(8 * 3_600_000);
  expect(await link.recall(UNIT)).toBeUndefined();
});
