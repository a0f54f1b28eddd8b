import { hex, millis } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { ALIVE_CHECK, ANNOUNCEMENT, activation, EID, EntityBench, response, shown, VIN } from './entity-bench.js';

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
    const bench = new EntityBench();
    bench.open('a');
    expect(bench.raw('a', message)).toEqual([`a< 02fd000000000001${code}`, ...(closed ? ['a closed'] : [])]);
  },
);

test('[C35][DIP-R11][DIP-R12] a socket that stays open goes on after what it refused', () => {
  const bench = new EntityBench();
  bench.open('a');
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
  expect(new EntityBench().udp(datagram)).toEqual([`udp 50000 02fd000000000001${code}`]);
});

test('[DIP-R15] NACKs, announcements and crumbs are not answered', () => {
  for (const datagram of ['02fd00000000000100', ANNOUNCEMENT, '02fd4004000000010 1', '02fd', '']) {
    expect(new EntityBench().udp(datagram)).toEqual([]);
  }
});

test('[C32][DIP-R20] identification is answered to the port of the request', () => {
  const bench = new EntityBench();
  expect(bench.udp('02fd000100000000')).toEqual([`udp 50000 ${ANNOUNCEMENT}`]);
  expect(bench.udp(`02fd000200000006${hex(EID)}`)).toEqual([`udp 50000 ${ANNOUNCEMENT}`]);
  expect(bench.udp(`02fd000300000011${hex(VIN)}`)).toEqual([`udp 50000 ${ANNOUNCEMENT}`]);
  expect(bench.udp('02fd000200000006ffffffffffff')).toEqual([]);
  expect(bench.udp(`02fd000300000011${'41'.repeat(17)}`)).toEqual([]);
});

test('[C32][DIP-R21] three announcements, 500 ms apart', () => {
  const bench = new EntityBench();
  bench.feed({ kind: 'start', wait: millis(120) });
  expect(bench.wait(10_000).map(({ at, out }) => [at, ...shown([out])])).toEqual(
    [120, 620, 1120].map((at) => [at, `announce ${ANNOUNCEMENT}`]),
  );
});

test('[DIP-R22] entity status and power mode', () => {
  const bench = new EntityBench().activated('a');
  expect(bench.udp('02fd400100000000')).toEqual(['udp 50000 02fd40020000000700040100010000']);
  expect(bench.udp('02fd400300000000')).toEqual(['udp 50000 02fd40040000000101']);
  bench.feed({ kind: 'power', mode: 0 });
  expect(bench.udp('02fd400300000000')).toEqual(['udp 50000 02fd40040000000100']);
});

test('[C32][DIP-R23] the answer has the version of the request', () => {
  expect(new EntityBench().udp('03fc000100000000')[0]).toMatch(/^udp 50000 03fc0004/);
  expect(new EntityBench().udp('ff00000100000000')[0]).toMatch(/^udp 50000 02fd0004/);
  expect(new EntityBench({ version: 3 }).udp('ff00000100000000')[0]).toMatch(/^udp 50000 03fc0004/);
});
