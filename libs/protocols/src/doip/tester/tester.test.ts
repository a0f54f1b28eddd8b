import { bytesOf, fromHex, hex, millis } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { encodeMessage } from '../codec.js';
import type { DoipMessage } from '../message.js';
import { doipTester, TESTER_START, type TesterConfig, type TesterInput, type TesterOut } from './index.js';

const CONFIG: TesterConfig = { version: 2, address: 0x0e80, activationType: 0 };
const OK: DoipMessage = { kind: 'activation-response', tester: 0x0e80, entity: 0x1000, code: 0x10 };
const ACTIVATION = '02fd0005000000070e800000000000';
const ALIVE = '02fd0008000000020e80';

/** A tester under a clock that the test moves. */
class Bench {
  readonly #machine;
  #state = TESTER_START;
  now = millis(0);

  constructor(config: Partial<TesterConfig> = {}) {
    this.#machine = doipTester({ ...CONFIG, ...config });
  }

  feed(input: TesterInput): readonly TesterOut[] {
    const { state, out } = this.#machine.step(this.#state, input, this.now);
    this.#state = state;
    return out;
  }

  wait(until: number): [number, TesterOut][] {
    const heard: [number, TesterOut][] = [];
    for (let due = this.#machine.deadline(this.#state); due !== undefined && due <= until; ) {
      this.now = due;
      for (const out of this.feed({ kind: 'tick' })) heard.push([due, out]);
      due = this.#machine.deadline(this.#state);
    }
    this.now = millis(until);
    return heard;
  }

  receive(...messages: DoipMessage[]): readonly TesterOut[] {
    return messages.flatMap((message) => this.feed({ kind: 'data', bytes: encodeMessage(message, 2) }));
  }

  send(id: number, target: number): readonly TesterOut[] {
    return this.feed({ kind: 'send', id, target, bytes: bytesOf(0x3e, 0) });
  }

  active(): this {
    this.feed({ kind: 'connected' });
    this.receive(OK);
    return this;
  }
}

const sent = (out: readonly TesterOut[]) => out.map((each) => (each.kind === 'transmit' ? hex(each.bytes) : each.kind));
const ack = (source: number, echo = ''): DoipMessage => ({
  kind: 'diagnostic-ack',
  source,
  target: 0x0e80,
  code: 0,
  echo: fromHex(echo) ?? new Uint8Array(),
});
const nack = (source: number, code: number): DoipMessage =>
  ({ ...ack(source), kind: 'diagnostic-nack', code }) as DoipMessage;

test('[DIP-R50] activation on connection', () => {
  const bench = new Bench();
  expect(sent(bench.feed({ kind: 'connected' }))).toEqual([ACTIVATION]);
  expect(bench.receive(OK)).toEqual([{ kind: 'activated', entity: 0x1000 }]);
});

test('[DIP-R50] no answer within 2 s', () => {
  const bench = new Bench();
  bench.feed({ kind: 'connected' });
  expect(bench.wait(5_000)).toEqual([[2_000, { kind: 'ended', reason: { kind: 'activation-unanswered' } }]]);
});

const WAITS: DoipMessage = { ...OK, code: 0x11 };

test('[C33][DIP-R59] a yes in the vehicle is waited for', () => {
  const bench = new Bench();
  bench.feed({ kind: 'connected' });
  expect(bench.receive(WAITS)).toEqual([]);
  expect(bench.wait(59_999)).toEqual([]);
  expect(bench.receive(OK)).toEqual([{ kind: 'activated', entity: 0x1000 }]);
});

test.each([
  ['a no', { ...OK, code: 0x05 } as DoipMessage, { kind: 'activation-refused', code: 0x05 }],
  ['the same wish again', WAITS, { kind: 'activation-refused', code: 0x11 }],
])('[C33][DIP-R59] %s in the vehicle ends the connection', (_, answer, reason) => {
  const bench = new Bench();
  bench.feed({ kind: 'connected' });
  bench.receive(WAITS);
  expect(bench.receive(answer)).toEqual([{ kind: 'ended', reason }]);
});

test('[C33][DIP-R59] nobody says yes within 60 s', () => {
  const bench = new Bench();
  bench.feed({ kind: 'connected' });
  bench.wait(1_000);
  bench.receive(WAITS);
  expect(bench.wait(70_000)).toEqual([[61_000, { kind: 'ended', reason: { kind: 'activation-unconfirmed' } }]]);
});

test.each([
  ['refused', { ...OK, code: 0x06 }, {}, { kind: 'activation-refused', code: 0x06 }],
  ['another entity', OK, { entity: 0x2000 }, { kind: 'other-entity', entity: 0x1000 }],
  ['header NACK', { kind: 'header-nack', code: 0 }, {}, { kind: 'header-nack', code: 0 }],
] as [string, DoipMessage, Partial<TesterConfig>, object][])('[C33][DIP-R51] %s', (_, answer, config, reason) => {
  const bench = new Bench(config);
  bench.feed({ kind: 'connected' });
  expect(bench.receive(answer)).toEqual([{ kind: 'ended', reason }]);
  expect(bench.send(1, 0x1001)).toEqual([{ kind: 'failed', id: 1, reason: { kind: 'not-active' } }]);
});

test('[C37][DIP-R52] alive check while activating, while active, while waiting', () => {
  const bench = new Bench();
  bench.feed({ kind: 'connected' });
  expect(sent(bench.receive({ kind: 'alive-check-request' }))).toEqual([ALIVE]);
  bench.receive(OK);
  expect(sent(bench.receive({ kind: 'alive-check-request' }))).toEqual([ALIVE]);
  bench.send(1, 0x1001);
  expect(sent(bench.receive({ kind: 'alive-check-request' }))).toEqual([ALIVE]);
});

test('[C39][DIP-R53] acknowledgements by target and in order', () => {
  const bench = new Bench().active();
  expect(sent(bench.send(1, 0x1001))).toEqual(['02fd8001000000060e8010013e00']);
  bench.send(2, 0x1002);
  bench.send(3, 0x1001);
  expect(bench.receive(ack(0x1002), ack(0x1001, '3e00'), ack(0x1001), ack(0x1001))).toEqual([
    { kind: 'confirmed', id: 2 },
    { kind: 'confirmed', id: 1 },
    { kind: 'confirmed', id: 3 },
    { kind: 'ignored' },
  ]);
});

test('[C39][DIP-R53] a gateway that acknowledges from its own address', () => {
  const bench = new Bench().active();
  bench.send(1, 0xe400);
  expect(bench.receive(ack(0x1000))).toEqual([{ kind: 'confirmed', id: 1 }]);
});

test('[C34][DIP-R54] negative acknowledgements', () => {
  const bench = new Bench().active();
  bench.send(1, 0x1001);
  bench.send(2, 0x1002);
  expect(bench.receive(nack(0x1002, 0x03), { kind: 'header-nack', code: 0x02 })).toEqual([
    { kind: 'failed', id: 2, reason: { kind: 'diagnostic-nack', code: 0x03 } },
    { kind: 'failed', id: 1, reason: { kind: 'header-nack', code: 0x02 } },
  ]);
  expect(sent(bench.send(3, 0x1001))).toHaveLength(1);
});

test('[DIP-R55] no acknowledgement within 2 s', () => {
  const bench = new Bench().active();
  bench.send(1, 0x1001);
  bench.wait(1_000);
  bench.send(2, 0x1001);
  const failed = (id: number) => ({ kind: 'failed', id, reason: { kind: 'no-acknowledgement' } });
  expect(bench.wait(10_000)).toEqual([
    [2_000, failed(1)],
    [3_000, failed(2)],
  ]);
  expect(bench.receive(ack(0x1001))).toEqual([{ kind: 'ignored' }]);
});

test('[C37][DIP-R56] an idle tester keeps its socket', () => {
  const bench = new Bench().active();
  bench.wait(60_000);
  bench.send(1, 0x1001);
  bench.receive(ack(0x1001));
  const heard = bench.wait(400_000);
  expect(heard.map(([at]) => at)).toEqual([180_000, 300_000]);
  expect(sent(heard.map(([, out]) => out))).toEqual([ALIVE, ALIVE]);
});

test('[DIP-R57] only messages for this tester', () => {
  const bench = new Bench().active();
  const from = { kind: 'diagnostic-message', source: 0x1001, data: bytesOf(0x7e) } as const;
  expect(bench.receive({ ...from, target: 0x0e81 }, { ...from, target: 0x0e80 })).toEqual([
    { kind: 'ignored' },
    { kind: 'message', source: 0x1001, bytes: bytesOf(0x7e) },
  ]);
});

test('[DIP-R58] the end fails what is pending, once', () => {
  const bench = new Bench().active();
  bench.send(1, 0x1001);
  expect(bench.feed({ kind: 'closed' })).toEqual([
    { kind: 'failed', id: 1, reason: { kind: 'ended' } },
    { kind: 'ended', reason: { kind: 'closed' } },
  ]);
  expect(bench.feed({ kind: 'closed' })).toEqual([]);
  expect(bench.wait(10_000)).toEqual([]);
});

test('[DIP-R58] so does a broken stream', () => {
  const bench = new Bench().active();
  bench.send(1, 0x1001);
  const out = bench.feed({ kind: 'data', bytes: new Uint8Array(8) });
  expect(out.at(-1)).toEqual({ kind: 'ended', reason: { kind: 'stream-broken', code: 0 } });
});
