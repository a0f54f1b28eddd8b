import { connect } from 'node:net';
import { bytesOf } from '@baylink/kernel';
import { Heard } from '@baylink/testing';
import { afterEach, expect, test } from 'vitest';
import { KeeperBench, STRANGER, UNIT } from '../../../test/keeper-bench.js';
import { machineTime } from '../machine-time.js';
import { WordChannel } from '../word-channel.js';
import { type ExecutorWord, type KeeperWord, VERSION } from '../words.js';

let bench: KeeperBench | undefined;

afterEach(async () => {
  await bench?.end();
  bench = undefined;
});

/** Somebody who speaks the keeper's words; `attached` as the executor of the bench's car unless told. */
async function speaker(changed: Partial<Extract<ExecutorWord, { kind: 'attach' }>> = {}) {
  bench ??= await KeeperBench.start();
  const { place, data: folder } = bench;
  let channel: WordChannel<ExecutorWord, KeeperWord> | undefined;
  const heard = new Heard<KeeperWord>({
    listen(listener) {
      channel = new WordChannel(connect(place), { heard: listener, gone: () => undefined });
    },
  });
  const say = (word: ExecutorWord): void => channel?.say(word);
  const car = { link: 'slcan:car', folder, units: [UNIT] };
  say({ kind: 'attach', version: VERSION, pid: process.pid, tap: undefined, car, ...changed });
  return { bench, heard, say, end: async () => channel?.end() };
}

test('[KPP-R8] what was judged more than a second ago does not leave, and says so', async () => {
  const { bench: keeper, heard, say } = await speaker();
  await heard.until('attached');
  const { clock } = keeper;
  const now = machineTime(clock).toMachine(clock.now());
  say({ kind: 'send', id: 1, at: now - 1500, to: UNIT.logical, bytes: bytesOf(0x36, 1, 0) });
  say({ kind: 'send', id: 2, at: now, to: UNIT.logical, bytes: bytesOf(0x22, 0xf1, 0x90) });
  const [late, timely] = await heard.until('sent', 2);
  expect(late).toMatchObject({ id: 1, outcome: { ok: false, error: { kind: 'refused' } } });
  expect(timely).toMatchObject({ id: 2, outcome: { ok: true } });
  const [first] = await keeper.atUnit.until('message');
  expect(first?.bytes[0]).toBe(0x22);
});

test.each([
  ['car', { car: { link: 'slcan:car', folder: '/', units: [STRANGER] } }],
  ['version', { version: VERSION + 1 }],
])('[KPP-R10] an executor of another %s is told so, and may end a keeper that nobody has', async (_, other) => {
  const first = await speaker();
  await first.heard.until('attached');
  const second = await speaker(other);
  await second.heard.until('in-use');
  second.say({ kind: 'end' });
  await first.end();
  const third = await speaker(other);
  await third.heard.until('other-car');
  third.say({ kind: 'end' });
  await first.bench.ended;
});

test('[KPP-R2] who is not the executor sends nothing', async () => {
  const first = await speaker();
  await first.heard.until('attached');
  const { bench: keeper, heard, say } = await speaker();
  await heard.until('in-use');
  const now = machineTime(keeper.clock).toMachine(keeper.clock.now());
  say({ kind: 'send', id: 1, at: now, to: UNIT.logical, bytes: bytesOf(0x36, 1, 0) });
  first.say({ kind: 'send', id: 2, at: now, to: UNIT.logical, bytes: bytesOf(0x22, 0xf1, 0x90) });
  const [only] = await keeper.atUnit.until('message');
  expect(only?.bytes[0]).toBe(0x22);
  expect(heard.of('sent')).toEqual([]);
});
