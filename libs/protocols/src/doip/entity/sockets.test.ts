import { bytesOf } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { ALIVE_CHECK, activation, alive, EntityBench, response, shown, uds } from './entity-bench.js';

test('[C38][DIP-R30] initial inactivity closes at 2 s', () => {
  const bench = new EntityBench();
  bench.open('a');
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
  bench.open('a');
  expect(bench.raw('a', '02fd00050000000b0e800000000000aabbccdd')).toEqual(['a< 02fd0006000000090e8010001000000000']);
});

test.each([
  ['unknown address', 0x1234, 0x00, 0x00],
  ['unsupported type', 0x0e80, 0x77, 0x06],
  ['type that needs TLS', 0x0e80, 0xe0, 0x07],
])('[C33][DIP-R33] %s', (_, source, type, code) => {
  const bench = new EntityBench({
    activationTypes: new Map([
      [0x00, 'open'],
      [0xe0, 'tls'],
    ]),
  });
  bench.open('a');
  expect(bench.send('a', activation(source, type))).toEqual([`a< ${response(source, code)}`, 'a closed']);
});

test('[C33][DIP-R33] an entity that demands TLS refuses every type on its plain sockets, and serves those that need it on the others', () => {
  const activationTypes = new Map([[0x00, 'open'] as const, [0xe0, 'tls'] as const]);
  const bench = new EntityBench({ activationTypes }).open('plain', 'plain-refused').open('a', 'tls').open('b', 'tls');
  expect(bench.send('plain', activation(0x0e80))).toEqual([`plain< ${response(0x0e80, 0x07)}`, 'plain closed']);
  expect(bench.send('a', activation(0x0e80))).toEqual([`a< ${response(0x0e80, 0x10)}`]);
  expect(bench.send('b', activation(0x0e81, 0xe0))).toEqual([`b< ${response(0x0e81, 0x10)}`]);
});

const CONFIRMED = { activationTypes: new Map([[0x00, 'confirmed'] as const]) };

test('[C33][DIP-R39] confirmation: 11 at once, 10 after the yes, and nothing is delivered before', () => {
  const bench = new EntityBench(CONFIRMED).open('a');
  expect(bench.send('a', activation(0x0e80))).toEqual([`a< ${response(0x0e80, 0x11)}`]);
  expect(bench.send('a', activation(0x0e80))).toEqual([]);
  expect(bench.wait(30_000)).toEqual([]);
  const yes = bench.feed({ kind: 'confirmation', tester: 0x0e80, given: true });
  expect(shown(yes)).toEqual([`a< ${response(0x0e80, 0x10)}`]);
  expect(bench.send('a', uds(0x0e80, 0x1001))).toHaveLength(2);
});

test('[C33][DIP-R39] confirmation: a no, and 60 s without a word, are both 05', () => {
  const refused = [`a< ${response(0x0e80, 0x05)}`, 'a closed'];
  const bench = new EntityBench(CONFIRMED).open('a');
  bench.send('a', activation(0x0e80));
  expect(shown(bench.feed({ kind: 'confirmation', tester: 0x0e80, given: false }))).toEqual(refused);
  const silent = new EntityBench(CONFIRMED).open('a');
  silent.send('a', activation(0x0e80));
  const heard = silent.wait(100_000);
  expect(heard.map(({ at }) => at)).toEqual([60_000, 60_000]);
  expect(shown(heard.map(({ out }) => out))).toEqual(refused);
});

test('[C34][DIP-R39][DIP-R40] a diagnostic message before the yes is 02', () => {
  const bench = new EntityBench(CONFIRMED).open('a');
  bench.send('a', activation(0x0e80));
  expect(bench.send('a', uds(0x0e80, 0x1001))).toEqual(['a< 02fd80030000000510010e8002', 'a closed']);
});

test('[C33][DIP-R34][DIP-R39] who is confirmed while the address is active elsewhere is not asked for a second yes', () => {
  const bench = new EntityBench(CONFIRMED).open('a').open('b');
  for (const socket of ['a', 'b']) bench.send(socket, activation(0x0e80));
  const yes = shown(bench.feed({ kind: 'confirmation', tester: 0x0e80, given: true }));
  expect(yes).toEqual([`a< ${response(0x0e80, 0x10)}`, `a< ${ALIVE_CHECK}`]);
  expect(shown(bench.wait(500).map(({ out }) => out))).toEqual(['a closed', `b< ${response(0x0e80, 0x10)}`]);
});

test('[C33][DIP-R33] another address on an active socket', () => {
  expect(new EntityBench().activated('a').send('a', activation(0x0e81))).toEqual([
    `a< ${response(0x0e81, 0x02)}`,
    'a closed',
  ]);
});

test('[C33][DIP-R34] address active elsewhere: the old socket answers', () => {
  const bench = new EntityBench().activated('old');
  bench.open('new');
  expect(bench.send('new', activation(0x0e80))).toEqual([`old< ${ALIVE_CHECK}`]);
  bench.wait(499);
  expect(bench.send('old', alive(0x0e80))).toEqual([`new< ${response(0x0e80, 0x03)}`, 'new closed']);
  expect(bench.wait(10_000)).toEqual([]);
});

test('[C33][C37][DIP-R34] address active elsewhere: the old socket is silent for 500 ms', () => {
  const bench = new EntityBench().activated('old');
  bench.open('new');
  bench.send('new', activation(0x0e80));
  const heard = bench.wait(3_000);
  expect(heard.map(({ at }) => at)).toEqual([500, 500]);
  expect(shown(heard.map(({ out }) => out))).toEqual(['old closed', `new< ${response(0x0e80, 0x10)}`]);
  expect(bench.send('new', uds(0x0e80, 0x1001))).toHaveLength(2);
});

test('[C33][DIP-R34] address active elsewhere: the old socket closes by itself', () => {
  const bench = new EntityBench().activated('old');
  bench.open('new');
  bench.send('new', activation(0x0e80));
  expect(shown(bench.feed({ kind: 'closed', socket: 'old' }))).toEqual([`new< ${response(0x0e80, 0x10)}`]);
});

test('[DIP-R34] of two that want the address, the first gets it and is then asked itself', () => {
  const bench = new EntityBench().activated('old');
  for (const socket of ['b', 'c']) {
    bench.open(socket);
    bench.send(socket, activation(0x0e80));
  }
  const heard = shown(bench.wait(500).map(({ out }) => out));
  expect(heard).toEqual(['old closed', `b< ${response(0x0e80, 0x10)}`, `b< ${ALIVE_CHECK}`]);
  expect(bench.send('b', alive(0x0e80))).toEqual([`c< ${response(0x0e80, 0x03)}`, 'c closed']);
});

test('[C33][DIP-R35] no socket free: all answer', () => {
  const bench = new EntityBench({ maxSockets: 2 }).activated('a', 0x0e01).activated('b', 0x0e02);
  bench.open('c');
  expect(bench.send('c', activation(0x0e03))).toEqual([`a< ${ALIVE_CHECK}`, `b< ${ALIVE_CHECK}`]);
  expect(bench.send('a', alive(0x0e01))).toEqual([]);
  expect(bench.send('b', alive(0x0e02))).toEqual([`c< ${response(0x0e03, 0x01)}`, 'c closed']);
});

test('[C33][DIP-R35] no socket free: one is silent', () => {
  const bench = new EntityBench({ maxSockets: 2 }).activated('a', 0x0e01).activated('b', 0x0e02);
  bench.open('c');
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
  bench.open('new');
  bench.send('new', activation(0x0e80));
  expect(bench.send('old', alive(0x0e81))).toEqual([]);
  expect(shown(bench.wait(500).map(({ out }) => out))[0]).toBe('old closed');
});

test('[DIP-R38] sockets are bounded', () => {
  const bench = new EntityBench({ maxSockets: 2 });
  const out = Array.from({ length: 12 }, (_, i) => bench.feed({ kind: 'opened', socket: i, security: 'plain' })).flat();
  expect(shown(out)).toEqual(['10 closed', '11 closed']);
});
