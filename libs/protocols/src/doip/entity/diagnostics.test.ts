import { bytesOf, hex, millis } from '@baylink/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeMessage } from '../codec.js';
import type { DoipMessage } from '../message.js';
import { activation, alive, EntityBench, shown, uds } from './entity-bench.js';
import type { EntityOut } from './index.js';

test('[C34][DIP-R40] a diagnostic message before activation', () => {
  const bench = new EntityBench();
  bench.open('a');
  expect(bench.send('a', uds(0x0e80, 0x1001))).toEqual(['a< 02fd80030000000510010e8002', 'a closed']);
});

test('[C34][DIP-R40] a diagnostic message from another address', () => {
  const bench = new EntityBench().activated('a');
  expect(bench.send('a', uds(0x0e81, 0x1001))).toEqual(['a< 02fd80030000000510010e8102', 'a closed']);
});

test('[C34][DIP-R41] an unknown target', () => {
  const bench = new EntityBench().activated('a');
  expect(bench.send('a', uds(0x0e80, 0x0000))).toEqual(['a< 02fd80030000000500000e8003']);
  expect(bench.send('a', uds(0x0e80, 0x1001))).toHaveLength(2);
});

test('[DIP-R47] a message longer than the networks behind the entity carry is refused with 04', () => {
  const bench = new EntityBench({ maxRequest: 4 }).activated('a');
  const message = (length: number) => ({ ...uds(0x0e80, 0x1001), data: new Uint8Array(length) }) as DoipMessage;
  expect(bench.send('a', message(5))).toEqual(['a< 02fd80030000000510010e8004']);
  expect(bench.send('a', message(4))).toHaveLength(2);
});

test.each([0x05, 0x06, 0x07, 0x08, 0x09] as const)(
  '[DIP-R47] a unit that cannot be served: code %i, until it can',
  (nack) => {
    const bench = new EntityBench().activated('a');
    bench.feed({ kind: 'obstacle', unit: 0x1001, nack });
    expect(bench.send('a', uds(0x0e80, 0x1001))).toEqual([`a< 02fd80030000000510010e80${hex(bytesOf(nack))}`]);
    expect(bench.send('a', uds(0x0e80, 0xe400))).toHaveLength(3);
    bench.feed({ kind: 'obstacle', unit: 0x1001, nack: undefined });
    expect(bench.send('a', uds(0x0e80, 0x1001))).toHaveLength(2);
  },
);

test('[DIP-R42] acknowledged, then delivered', () => {
  expect(new EntityBench().activated('a').send('a', uds(0x0e80, 0x1001))).toEqual([
    'a< 02fd80020000000510010e8000',
    'physical 1001 from e80: 3e00',
  ]);
});

test('[DIP-R43] functional: acknowledged once, delivered to all', () => {
  expect(new EntityBench().activated('a').send('a', uds(0x0e80, 0xe400))).toEqual([
    'a< 02fd800200000005e4000e8000',
    'functional 1000 from e80: 3e00',
    'functional 1001 from e80: 3e00',
    'functional 1002 from e80: 3e00',
  ]);
});

test('[DIP-R44] a response finds its tester', () => {
  const bench = new EntityBench().activated('a', 0x0e01).activated('b', 0x0e02);
  const answer = (tester: number) => bench.feed({ kind: 'response', unit: 0x1001, tester, bytes: bytesOf(0x7e, 0) });
  expect(shown(answer(0x0e02))).toEqual(['b< 02fd80010000000610010e027e00']);
  expect(answer(0x0e03)).toEqual([]);
});

test('[DIP-R46] responses wait for the routing time and keep their order', () => {
  const bench = new EntityBench({ routingTime: millis(5) }).activated('a');
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
    fc.record({ kind: fc.constant('opened' as const), socket, security: fc.constant('plain' as const) }),
    fc.record({ kind: fc.constant('closed' as const), socket }),
    fc.record({ kind: fc.constant('data' as const), socket, bytes }),
    fc.record({ kind: fc.constant('datagram' as const), from: fc.constant({ address: 'x', port: 1 }), bytes }),
  );
  const story = fc.array(fc.tuple(input, fc.constantFrom(0, 10, 600, 3_000)), { maxLength: 60 });
  fc.assert(
    fc.property(story, (inputs) => {
      const bench = new EntityBench({ maxSockets: 2 });
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
