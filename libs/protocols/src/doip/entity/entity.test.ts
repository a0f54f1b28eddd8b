import { bytesOf, fromHex, hex, type Millis, millis } from '@baylink/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeMessage } from '../codec.js';
import type { DoipMessage } from '../message.js';
import {
  doipEntity,
  ENTITY_START,
  type EntityConfig,
  type EntityInput,
  type EntityOut,
  gatewayConfig,
} from './index.js';

const VIN = Uint8Array.from('BAYLNKSAMPLE00001', (letter) => letter.charCodeAt(0));
const EID = bytesOf(2, 0, 0, 0, 0, 1);
const CONFIG = { logicalAddress: 0x1000, vin: VIN, eid: EID, gid: EID, units: new Set([0x1000, 0x1001, 0x1002]) };

/** A gateway under a clock that the test moves. */
class Bench {
  readonly #machine;
  #state = ENTITY_START;
  now = millis(0);

  constructor(config: Partial<EntityConfig> = {}) {
    this.#machine = doipEntity(gatewayConfig({ ...CONFIG, ...config }));
  }

  feed(input: EntityInput): readonly EntityOut[] {
    const { state, out } = this.#machine.step(this.#state, input, this.now);
    this.#state = state;
    return out;
  }

  /** Ticks at every deadline on the way to `until`. */
  wait(until: number): { readonly at: Millis; readonly out: EntityOut }[] {
    const heard: { at: Millis; out: EntityOut }[] = [];
    for (let due = this.#machine.deadline(this.#state); due !== undefined && due <= until; ) {
      this.now = due;
      for (const out of this.feed({ kind: 'tick' })) heard.push({ at: due, out });
      due = this.#machine.deadline(this.#state);
    }
    this.now = millis(until);
    return heard;
  }

  send(socket: string, message: DoipMessage): string[] {
    return shown(this.feed({ kind: 'data', socket, bytes: encodeMessage(message, 2) }));
  }

  raw(socket: string, text: string): string[] {
    return shown(this.feed({ kind: 'data', socket, bytes: fromHex(text) ?? new Uint8Array() }));
  }

  udp(text: string): string[] {
    const from = { address: '127.0.0.1', port: 50_000 };
    return shown(this.feed({ kind: 'datagram', from, bytes: fromHex(text) ?? new Uint8Array() }));
  }

  activated(socket: string, source = 0x0e80): this {
    this.feed({ kind: 'opened', socket });
    expect(this.send(socket, activation(source))).toEqual([`${socket}< ${response(source, 0x10)}`]);
    return this;
  }
}

const activation = (source: number, activationType = 0): DoipMessage => ({
  kind: 'activation-request',
  source,
  activationType,
});
const response = (tester: number, code: number) =>
  hex(encodeMessage({ kind: 'activation-response', tester, entity: 0x1000, code }, 2));
const alive = (source: number): DoipMessage => ({ kind: 'alive-check-response', source });
const uds = (source: number, target: number): DoipMessage => ({
  kind: 'diagnostic-message',
  source,
  target,
  data: bytesOf(0x3e, 0),
});
const ALIVE_CHECK = '02fd000700000000';
const ANNOUNCEMENT = `02fd000400000021${hex(VIN)}1000${hex(EID)}${hex(EID)}0000`;

/** One line an out: "a< bytes" to socket a, "a closed", "udp 50000 bytes", "unit from tester". */
function shown(out: readonly EntityOut[]): string[] {
  return out.map((each) => {
    if (each.kind === 'send') return `${each.socket}< ${hex(each.bytes)}`;
    if (each.kind === 'close') return `${each.socket} closed`;
    if (each.kind === 'datagram') return `udp ${each.to.port} ${hex(each.bytes)}`;
    if (each.kind === 'announce') return `announce ${hex(each.bytes)}`;
    return `${each.addressing} ${each.unit.toString(16)} from ${each.tester.toString(16)}: ${hex(each.bytes)}`;
  });
}

test.each([
  ['02fe0005000000070e800000000000', '00', true],
  ['ff000005000000070e800000000000', '00', true],
  ['02fd123400000002aabb', '01', false],
  ['02fd000700000000', '01', false],
  ['02fd8001ffffffff', '02', false],
  ['02fd0005000000060e8000000000', '04', true],
  ['02fd8001000000040e801001', '04', true],
])(
  '[C35][DIP-R10][DIP-R11][DIP-R12][DIP-R13] %s is answered with header NACK %s, closed: %s',
  (message, code, closed) => {
    const bench = new Bench();
    bench.feed({ kind: 'opened', socket: 'a' });
    expect(bench.raw('a', message)).toEqual([`a< 02fd000000000001${code}`, ...(closed ? ['a closed'] : [])]);
  },
);

test('[C35][DIP-R11][DIP-R12] a socket that stays open goes on after what it refused', () => {
  const bench = new Bench();
  bench.feed({ kind: 'opened', socket: 'a' });
  bench.raw('a', '02fd123400000002aabb');
  bench.raw('a', `02fd800100020000${'00'.repeat(0x2_0000)}`);
  expect(bench.send('a', activation(0x0e80))).toEqual([`a< ${response(0x0e80, 0x10)}`]);
});

test.each([
  ['two messages', '02fd00010000000002fd000100000000', '04'],
  ['a wrong length', '02fd000100000001', '04'],
  ['a cut message', '02fd00030000001141', '04'],
  ['an alive check request', ALIVE_CHECK, '01'],
  ['an alive check response', '02fd0008000000020e80', '01'],
  ['a diagnostic message', '02fd8001000000050e8010013e', '01'],
  ['a wrong inverse version', '0202000100000000', '00'],
])('[C35][DIP-R14] a datagram with %s', (_, datagram, code) => {
  expect(new Bench().udp(datagram)).toEqual([`udp 50000 02fd000000000001${code}`]);
});

test('[DIP-R15] NACKs, announcements and crumbs are not answered', () => {
  for (const datagram of ['02fd00000000000100', ANNOUNCEMENT, '02fd4004000000010 1', '02fd', '']) {
    expect(new Bench().udp(datagram)).toEqual([]);
  }
});

test('[C32][DIP-R20] identification is answered to the port of the request', () => {
  const bench = new Bench();
  expect(bench.udp('02fd000100000000')).toEqual([`udp 50000 ${ANNOUNCEMENT}`]);
  expect(bench.udp(`02fd000200000006${hex(EID)}`)).toEqual([`udp 50000 ${ANNOUNCEMENT}`]);
  expect(bench.udp(`02fd000300000011${hex(VIN)}`)).toEqual([`udp 50000 ${ANNOUNCEMENT}`]);
  expect(bench.udp('02fd000200000006ffffffffffff')).toEqual([]);
  expect(bench.udp(`02fd000300000011${'41'.repeat(17)}`)).toEqual([]);
});

test('[C32][DIP-R21] three announcements, 500 ms apart', () => {
  const bench = new Bench();
  bench.feed({ kind: 'start', wait: millis(120) });
  expect(bench.wait(10_000).map(({ at, out }) => [at, ...shown([out])])).toEqual(
    [120, 620, 1120].map((at) => [at, `announce ${ANNOUNCEMENT}`]),
  );
});

test('[DIP-R22] entity status and power mode', () => {
  const bench = new Bench().activated('a');
  expect(bench.udp('02fd400100000000')).toEqual(['udp 50000 02fd40020000000700040100010000']);
  expect(bench.udp('02fd400300000000')).toEqual(['udp 50000 02fd40040000000101']);
  bench.feed({ kind: 'power', mode: 0 });
  expect(bench.udp('02fd400300000000')).toEqual(['udp 50000 02fd40040000000100']);
});

test('[C32][DIP-R23] the answer has the version of the request', () => {
  expect(new Bench().udp('03fc000100000000')[0]).toMatch(/^udp 50000 03fc0004/);
  expect(new Bench().udp('ff00000100000000')[0]).toMatch(/^udp 50000 02fd0004/);
  expect(new Bench({ version: 3 }).udp('ff00000100000000')[0]).toMatch(/^udp 50000 03fc0004/);
});

test('[C38][DIP-R30] initial inactivity closes at 2 s', () => {
  const bench = new Bench();
  bench.feed({ kind: 'opened', socket: 'a' });
  bench.wait(1_000);
  bench.raw('a', '02fd');
  expect(bench.wait(10_000)).toEqual([{ at: 2_000, out: { kind: 'close', socket: 'a' } }]);
});

test('[C38][DIP-R31] general inactivity closes 5 min after the last traffic', () => {
  const bench = new Bench().activated('a');
  expect(bench.wait(250_000)).toEqual([]);
  bench.feed({ kind: 'response', unit: 0x1001, tester: 0x0e80, bytes: bytesOf(0x7e, 0) });
  expect(bench.wait(1_000_000)).toEqual([{ at: 550_000, out: { kind: 'close', socket: 'a' } }]);
});

test('[C33][C39][DIP-R32] activation is answered with the gateway address, in 9 bytes', () => {
  const bench = new Bench();
  bench.feed({ kind: 'opened', socket: 'a' });
  expect(bench.raw('a', '02fd00050000000b0e800000000000aabbccdd')).toEqual(['a< 02fd0006000000090e8010001000000000']);
});

test.each([
  ['unknown address', 0x1234, 0x00, 0x00],
  ['unsupported type', 0x0e80, 0x77, 0x06],
  ['type that needs TLS', 0x0e80, 0xe0, 0x07],
])('[C33][DIP-R33] %s', (_, source, type, code) => {
  const bench = new Bench({ tlsActivationTypes: new Set([0xe0]) });
  bench.feed({ kind: 'opened', socket: 'a' });
  expect(bench.send('a', activation(source, type))).toEqual([`a< ${response(source, code)}`, 'a closed']);
});

test('[C33][DIP-R33] another address on an active socket', () => {
  expect(new Bench().activated('a').send('a', activation(0x0e81))).toEqual([
    `a< ${response(0x0e81, 0x02)}`,
    'a closed',
  ]);
});

test('[C33][DIP-R34] address active elsewhere: the old socket answers', () => {
  const bench = new Bench().activated('old');
  bench.feed({ kind: 'opened', socket: 'new' });
  expect(bench.send('new', activation(0x0e80))).toEqual([`old< ${ALIVE_CHECK}`]);
  bench.wait(499);
  expect(bench.send('old', alive(0x0e80))).toEqual([`new< ${response(0x0e80, 0x03)}`, 'new closed']);
  expect(bench.wait(10_000)).toEqual([]);
});

test('[C33][C37][DIP-R34] address active elsewhere: the old socket is silent for 500 ms', () => {
  const bench = new Bench().activated('old');
  bench.feed({ kind: 'opened', socket: 'new' });
  bench.send('new', activation(0x0e80));
  const heard = bench.wait(3_000);
  expect(heard.map(({ at }) => at)).toEqual([500, 500]);
  expect(shown(heard.map(({ out }) => out))).toEqual(['old closed', `new< ${response(0x0e80, 0x10)}`]);
  expect(bench.send('new', uds(0x0e80, 0x1001))).toHaveLength(2);
});

test('[C33][DIP-R34] address active elsewhere: the old socket closes by itself', () => {
  const bench = new Bench().activated('old');
  bench.feed({ kind: 'opened', socket: 'new' });
  bench.send('new', activation(0x0e80));
  expect(shown(bench.feed({ kind: 'closed', socket: 'old' }))).toEqual([`new< ${response(0x0e80, 0x10)}`]);
});

test('[DIP-R34] of two that want the address, the first gets it and is then asked itself', () => {
  const bench = new Bench().activated('old');
  for (const socket of ['b', 'c']) {
    bench.feed({ kind: 'opened', socket });
    bench.send(socket, activation(0x0e80));
  }
  const heard = shown(bench.wait(500).map(({ out }) => out));
  expect(heard).toEqual(['old closed', `b< ${response(0x0e80, 0x10)}`, `b< ${ALIVE_CHECK}`]);
  expect(bench.send('b', alive(0x0e80))).toEqual([`c< ${response(0x0e80, 0x03)}`, 'c closed']);
});

test('[C33][DIP-R35] no socket free: all answer', () => {
  const bench = new Bench({ maxSockets: 2 }).activated('a', 0x0e01).activated('b', 0x0e02);
  bench.feed({ kind: 'opened', socket: 'c' });
  expect(bench.send('c', activation(0x0e03))).toEqual([`a< ${ALIVE_CHECK}`, `b< ${ALIVE_CHECK}`]);
  expect(bench.send('a', alive(0x0e01))).toEqual([]);
  expect(bench.send('b', alive(0x0e02))).toEqual([`c< ${response(0x0e03, 0x01)}`, 'c closed']);
});

test('[C33][DIP-R35] no socket free: one is silent', () => {
  const bench = new Bench({ maxSockets: 2 }).activated('a', 0x0e01).activated('b', 0x0e02);
  bench.feed({ kind: 'opened', socket: 'c' });
  bench.send('c', activation(0x0e03));
  bench.send('b', alive(0x0e02));
  expect(shown(bench.wait(500).map(({ out }) => out))).toEqual(['a closed', `c< ${response(0x0e03, 0x10)}`]);
});

test('[DIP-R36] the same activation again', () => {
  expect(new Bench().activated('a').send('a', activation(0x0e80, 0x01))).toEqual([`a< ${response(0x0e80, 0x10)}`]);
});

test('[C37][DIP-R37] an unsolicited alive check response keeps the socket', () => {
  const bench = new Bench().activated('a');
  bench.wait(299_000);
  expect(bench.send('a', alive(0x0e80))).toEqual([]);
  expect(bench.wait(598_999)).toEqual([]);
});

test('[C37][DIP-R37] an alive check response of another address proves nothing', () => {
  const bench = new Bench().activated('old');
  bench.feed({ kind: 'opened', socket: 'new' });
  bench.send('new', activation(0x0e80));
  expect(bench.send('old', alive(0x0e81))).toEqual([]);
  expect(shown(bench.wait(500).map(({ out }) => out))[0]).toBe('old closed');
});

test('[DIP-R38] sockets are bounded', () => {
  const bench = new Bench({ maxSockets: 2 });
  const out = Array.from({ length: 12 }, (_, i) => bench.feed({ kind: 'opened', socket: i })).flat();
  expect(shown(out)).toEqual(['10 closed', '11 closed']);
});

test('[C34][DIP-R40] a diagnostic message before activation', () => {
  const bench = new Bench();
  bench.feed({ kind: 'opened', socket: 'a' });
  expect(bench.send('a', uds(0x0e80, 0x1001))).toEqual(['a< 02fd80030000000510010e8002', 'a closed']);
});

test('[C34][DIP-R40] a diagnostic message from another address', () => {
  const bench = new Bench().activated('a');
  expect(bench.send('a', uds(0x0e81, 0x1001))).toEqual(['a< 02fd80030000000510010e8102', 'a closed']);
});

test('[C34][DIP-R41] an unknown target', () => {
  const bench = new Bench().activated('a');
  expect(bench.send('a', uds(0x0e80, 0x0000))).toEqual(['a< 02fd80030000000500000e8003']);
  expect(bench.send('a', uds(0x0e80, 0x1001))).toHaveLength(2);
});

test('[DIP-R42] acknowledged, then delivered', () => {
  expect(new Bench().activated('a').send('a', uds(0x0e80, 0x1001))).toEqual([
    'a< 02fd80020000000510010e8000',
    'physical 1001 from e80: 3e00',
  ]);
});

test('[DIP-R43] functional: acknowledged once, delivered to all', () => {
  expect(new Bench().activated('a').send('a', uds(0x0e80, 0xe400))).toEqual([
    'a< 02fd800200000005e4000e8000',
    'functional 1000 from e80: 3e00',
    'functional 1001 from e80: 3e00',
    'functional 1002 from e80: 3e00',
  ]);
});

test('[DIP-R44] a response finds its tester', () => {
  const bench = new Bench().activated('a', 0x0e01).activated('b', 0x0e02);
  const answer = (tester: number) => bench.feed({ kind: 'response', unit: 0x1001, tester, bytes: bytesOf(0x7e, 0) });
  expect(shown(answer(0x0e02))).toEqual(['b< 02fd80010000000610010e027e00']);
  expect(answer(0x0e03)).toEqual([]);
});

test('[DIP-R46] responses wait for the routing time and keep their order', () => {
  const bench = new Bench({ routingTime: millis(5) }).activated('a');
  const answer = (byte: number) =>
    shown(bench.feed({ kind: 'response', unit: 0x1001, tester: 0x0e80, bytes: bytesOf(byte) }));
  const line = (byte: number) => `a< 02fd80010000000510010e80${hex(bytesOf(byte))}`;
  bench.send('a', uds(0x0e80, 0x1001));
  expect([...answer(1), ...answer(2)]).toEqual([]);
  const heard = bench.wait(20);
  expect(heard.map(({ at }) => at)).toEqual([5, 10]);
  expect(shown(heard.map(({ out }) => out))).toEqual([line(1), line(2)]);
  expect(answer(3)).toEqual([line(3)]);
});

test('[DIP-R45] whatever comes, closed sockets stay closed', () => {
  const socket = fc.integer({ min: 0, max: 4 });
  const message = fc.oneof(
    fc.constantFrom(0x0e00, 0x0e01, 0x1234).map((source) => activation(source)),
    fc.constantFrom(0x0e00, 0x0e01).map(alive),
    fc.tuple(fc.constantFrom(0x0e00, 0x0e01), fc.constantFrom(0x1001, 0xe400, 0)).map(([s, t]) => uds(s, t)),
  );
  const bytes = fc.oneof(
    { weight: 6, arbitrary: message.map((m) => encodeMessage(m, 2)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 30 }) },
  );
  const input = fc.oneof(
    fc.record({ kind: fc.constant('opened' as const), socket }),
    fc.record({ kind: fc.constant('closed' as const), socket }),
    fc.record({ kind: fc.constant('data' as const), socket, bytes }),
    fc.record({ kind: fc.constant('datagram' as const), from: fc.constant({ address: 'x', port: 1 }), bytes }),
  );
  const story = fc.array(fc.tuple(input, fc.constantFrom(0, 10, 600, 3_000)), { maxLength: 60 });
  fc.assert(
    fc.property(story, (inputs) => {
      const bench = new Bench({ maxSockets: 2 });
      const open = new Set<unknown>();
      const judge = (out: readonly EntityOut[]) => {
        for (const each of out) {
          if (each.kind === 'send') expect(open).toContain(each.socket);
          if (each.kind === 'close') expect(open.delete(each.socket)).toBe(true);
        }
      };
      for (const [step, pause] of inputs) {
        if (step.kind === 'opened' && open.has(step.socket)) continue;
        if (step.kind === 'opened') open.add(step.socket);
        if (step.kind === 'closed') open.delete(step.socket);
        judge(bench.feed(step));
        judge(bench.wait(bench.now + pause).map(({ out }) => out));
      }
      bench.wait(bench.now + 400_000);
      expect(bench.udp('02fd400100000000')).toEqual(['udp 50000 02fd40020000000700020000010000']);
    }),
    { numRuns: 500 },
  );
});
