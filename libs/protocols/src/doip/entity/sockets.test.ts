import { bytesOf } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { ALIVE_CHECK, activation, alive, EntityBench, response, shown, uds } from './entity-bench.js';

test('[C38][DIP-R30] initial inactivity closes at 2 s', () => {
  const bench = new EntityBench();
  bench.feed({ kind: 'opened', socket: 'a' });
  bench.wait(1_000);
  bench.raw('a', '02fd');
  expect(bench.wait(10_000)).toEqual([{ at: 2_000, out: { kind: 'close', socket: 'a' } }]);
});

test('[C38][DIP-R31] general inactivity closes 5 min after the last traffic', () => {
  const bench = new EntityBench().activated('a');
  expect(bench.wait(250_000)).toEqual([]);
  bench.feed({ kind: 'response', unit: 0x1001, tester: 0x0e80, bytes: bytesOf(0x7e, 0) });
  expect(bench.wait(1_000_000)).toEqual([{ at: 550_000, out: { kind: 'close', socket: 'a' } }]);
});

test('[C33][C39][DIP-R32] activation is answered with the gateway address, in 9 bytes', () => {
  const bench = new EntityBench();
  bench.feed({ kind: 'opened', socket: 'a' });
  expect(bench.raw('a', '02fd00050000000b0e800000000000aabbccdd')).toEqual(['a< 02fd0006000000090e8010001000000000']);
});

test.each([
  ['unknown address', 0x1234, 0x00, 0x00],
  ['unsupported type', 0x0e80, 0x77, 0x06],
  ['type that needs TLS', 0x0e80, 0xe0, 0x07],
])('[C33][DIP-R33] %s', (_, source, type, code) => {
  const bench = new EntityBench({ tlsActivationTypes: new Set([0xe0]) });
  bench.feed({ kind: 'opened', socket: 'a' });
  expect(bench.send('a', activation(source, type))).toEqual([`a< ${response(source, code)}`, 'a closed']);
});

test('[C33][DIP-R33] another address on an active socket', () => {
  expect(new EntityBench().activated('a').send('a', activation(0x0e81))).toEqual([
    `a< ${response(0x0e81, 0x02)}`,
    'a closed',
  ]);
});

test('[C33][DIP-R34] address active elsewhere: the old socket answers', () => {
  const bench = new EntityBench().activated('old');
  bench.feed({ kind: 'opened', socket: 'new' });
  expect(bench.send('new', activation(0x0e80))).toEqual([`old< ${ALIVE_CHECK}`]);
  bench.wait(499);
  expect(bench.send('old', alive(0x0e80))).toEqual([`new< ${response(0x0e80, 0x03)}`, 'new closed']);
  expect(bench.wait(10_000)).toEqual([]);
});

test('[C33][C37][DIP-R34] address active elsewhere: the old socket is silent for 500 ms', () => {
  const bench = new EntityBench().activated('old');
  bench.feed({ kind: 'opened', socket: 'new' });
  bench.send('new', activation(0x0e80));
  const heard = bench.wait(3_000);
  expect(heard.map(({ at }) => at)).toEqual([500, 500]);
  expect(shown(heard.map(({ out }) => out))).toEqual(['old closed', `new< ${response(0x0e80, 0x10)}`]);
  expect(bench.send('new', uds(0x0e80, 0x1001))).toHaveLength(2);
});

test('[C33][DIP-R34] address active elsewhere: the old socket closes by itself', () => {
  const bench = new EntityBench().activated('old');
  bench.feed({ kind: 'opened', socket: 'new' });
  bench.send('new', activation(0x0e80));
  expect(shown(bench.feed({ kind: 'closed', socket: 'old' }))).toEqual([`new< ${response(0x0e80, 0x10)}`]);
});

test('[DIP-R34] of two that want the address, the first gets it and is then asked itself', () => {
  const bench = new EntityBench().activated('old');
  for (const socket of ['b', 'c']) {
    bench.feed({ kind: 'opened', socket });
    bench.send(socket, activation(0x0e80));
  }
  const heard = shown(bench.wait(500).map(({ out }) => out));
  expect(heard).toEqual(['old closed', `b< ${response(0x0e80, 0x10)}`, `b< ${ALIVE_CHECK}`]);
  expect(bench.send('b', alive(0x0e80))).toEqual([`c< ${response(0x0e80, 0x03)}`, 'c closed']);
});

test('[C33][DIP-R35] no socket free: all answer', () => {
  const bench = new EntityBench({ maxSockets: 2 }).activated('a', 0x0e01).activated('b', 0x0e02);
  bench.feed({ kind: 'opened', socket: 'c' });
  expect(bench.send('c', activation(0x0e03))).toEqual([`a< ${ALIVE_CHECK}`, `b< ${ALIVE_CHECK}`]);
  expect(bench.send('a', alive(0x0e01))).toEqual([]);
  expect(bench.send('b', alive(0x0e02))).toEqual([`c< ${response(0x0e03, 0x01)}`, 'c closed']);
});

test('[C33][DIP-R35] no socket free: one is silent', () => {
  const bench = new EntityBench({ maxSockets: 2 }).activated('a', 0x0e01).activated('b', 0x0e02);
  bench.feed({ kind: 'opened', socket: 'c' });
  bench.send('c', activation(0x0e03));
  bench.send('b', alive(0x0e02));
  expect(shown(bench.wait(500).map(({ out }) => out))).toEqual(['a closed', `c< ${response(0x0e03, 0x10)}`]);
});

test('[DIP-R36] the same activation again', () => {
  expect(new EntityBench().activated('a').send('a', activation(0x0e80, 0x01))).toEqual([
    `a< ${response(0x0e80, 0x10)}`,
  ]);
});

test('[C37][DIP-R37] an unsolicited alive check response keeps the socket', () => {
  const bench = new EntityBench().activated('a');
  bench.wait(299_000);
  expect(bench.send('a', alive(0x0e80))).toEqual([]);
  expect(bench.wait(598_999)).toEqual([]);
});

test('[C37][DIP-R37] an alive check response of another address proves nothing', () => {
  const bench = new EntityBench().activated('old');
  bench.feed({ kind: 'opened', socket: 'new' });
  bench.send('new', activation(0x0e80));
  expect(bench.send('old', alive(0x0e81))).toEqual([]);
  expect(shown(bench.wait(500).map(({ out }) => out))[0]).toBe('old closed');
});

test('[DIP-R38] sockets are bounded', () => {
  const bench = new EntityBench({ maxSockets: 2 });
  const out = Array.from({ length: 12 }, (_, i) => bench.feed({ kind: 'opened', socket: i })).flat();
  expect(shown(out)).toEqual(['10 closed', '11 closed']);
});
