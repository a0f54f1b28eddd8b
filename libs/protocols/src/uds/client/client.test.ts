import { millis } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { ClientRig } from './client.rig.js';

const VIN = '22 F1 90';
const VIN_IS = '62 F1 90 57 42 41';
const FAILURE = { kind: 'link-failed', error: { kind: 'timeout', message: 'N_TIMEOUT_Bs' } } as const;

test('[C15][UDS-R41] P2 begins when the link confirms and is over 50 ms later, not before', () => {
  const rig = new ClientRig();
  expect(rig.request(VIN, 'is slow')).toEqual(['send 22 F1 90']);
  expect(rig.wait(3000)).toEqual([]);
  rig.sent();
  expect(rig.wait(49)).toEqual([]);
  expect(rig.wait(10)).toEqual(['+1 done 1 timeout P2 after 3050']);
});

test('[C15][UDS-R41] an answer that has begun within P2 may take as long as it needs', () => {
  const rig = new ClientRig();
  rig.request(VIN);
  rig.wait(49);
  rig.feed({ kind: 'indication' });
  expect(rig.wait(20_000)).toEqual([]);
  expect(rig.hear(VIN_IS)).toEqual(['done 1 positive 62 F1 90 57 42 41']);
});

test('[UDS-R41] an answer that overtakes the confirmation of its request counts', () => {
  const rig = new ClientRig();
  rig.request(VIN, 'is slow');
  rig.feed({ kind: 'indication' });
  rig.sent();
  expect(rig.wait(1000)).toEqual([]);
  expect(rig.hear(VIN_IS)).toEqual(['done 1 positive 62 F1 90 57 42 41']);
});

test('[UDS-R41] the margin of the network is added', () => {
  const rig = new ClientRig({ margin: millis(200) });
  rig.request(VIN);
  expect(rig.wait(1000)).toEqual(['+250 done 1 timeout P2 after 250']);
});

test('[C16][UDS-R42] a 20 s erase with 0x78 every 1.5 s: no retransmission, one success', () => {
  const rig = new ClientRig();
  rig.request('31 01 FF 00');
  rig.wait(40);
  for (let count = 1; count <= 13; count++) {
    expect(rig.hear('7F 31 78')).toEqual([`pending ${count}`]);
    expect(rig.wait(1500)).toEqual([]);
  }
  expect(rig.hear('71 01 FF 00')).toEqual(['done 1 positive 71 01 FF 00']);
});

test('[C16][UDS-R42] after a 0x78 the unit has P2*, each time anew', () => {
  const rig = new ClientRig();
  rig.request('31 01 FF 00');
  rig.hear('7F 31 78');
  rig.wait(4999);
  rig.hear('7F 31 78');
  expect(rig.wait(4999)).toEqual([]);
  expect(rig.wait(1)).toEqual(['+1 done 1 timeout P2* after 9999']);
});

test('[C16][UDS-R42] a unit that says 0x78 for ever meets the total', () => {
  const rig = new ClientRig({ total: millis(10_000) });
  rig.request('31 01 FF 00');
  const told: string[] = [];
  for (let i = 0; i < 10; i++) told.push(...rig.hear('7F 31 78'), ...rig.wait(1500));
  expect(told).toContain('+1000 done 1 timeout total after 10000');
  expect(told.at(-1)).toBe('stray 7F 31 78');
});

test('[UDS-R42] the total also ends an answer that never ends, and a link that never confirms', () => {
  const rig = new ClientRig({ total: millis(10_000) });
  rig.request(VIN);
  rig.feed({ kind: 'indication' });
  expect(rig.wait(20_000)).toEqual(['+10000 done 1 timeout total after 10000']);
  rig.request(VIN, 'is slow');
  expect(rig.wait(20_000)).toEqual(['+10000 done 2 timeout total after 10000']);
});

test('[C17][UDS-R43] `50 03 00 32 01 F4` is P2 50 ms, P2* 5000 ms; others are taken over too', () => {
  const rig = new ClientRig({ p2: millis(1000), p2Star: millis(30_000) });
  rig.request('10 03');
  rig.hear('50 03 00 32 01 F4');
  expect(rig.state.timing).toEqual({ p2: 50, p2Star: 5000 });
  rig.request('10 03');
  rig.hear('50 03 00 96 00 64');
  expect(rig.state.timing).toEqual({ p2: 150, p2Star: 1000 });
  rig.request(VIN);
  expect(rig.wait(200)).toEqual(['+150 done 3 timeout P2 after 150']);
});

test('[C17][UDS-R43] zeros and a session response without times change nothing, a reset brings the configured ones back', () => {
  const rig = new ClientRig();
  for (const response of ['50 03 00 00 00 00', '50 03']) {
    rig.request('10 03');
    rig.hear(response);
    expect(rig.state.timing).toEqual({ p2: 50, p2Star: 5000 });
  }
  rig.request('10 03');
  rig.hear('50 03 00 96 00 64');
  rig.request('11 01');
  rig.hear('51 01');
  expect(rig.state.timing).toEqual({ p2: 50, p2Star: 5000 });
});

test('[C18][UDS-R42][UDS-R43] 10 02, 0x78, 50 02 is one successful change', () => {
  const rig = new ClientRig();
  rig.request('10 02');
  expect(rig.hear('7F 10 78')).toEqual(['pending 1']);
  rig.wait(900);
  expect(rig.hear('50 02 00 32 01 F4')).toEqual(['done 1 positive 50 02 00 32 01 F4']);
});

test('[C19][UDS-R44] `3E 80`: silence is success, a refusal is a refusal', () => {
  const rig = new ClientRig();
  rig.request('3E 80');
  expect(rig.wait(1000)).toEqual(['+50 done 1 silent']);
  rig.request('3E 80');
  expect(rig.hear('7F 3E 12')).toEqual(['done 2 negative 3E 12']);
});

test('[C19][UDS-R44] after a 0x78 the answer comes although it was to be suppressed, and silence is none', () => {
  const rig = new ClientRig();
  rig.request('31 81 FF 00');
  rig.hear('7F 31 78');
  expect(rig.hear('71 01 FF 00')).toEqual(['done 1 positive 71 01 FF 00']);
  rig.request('31 81 FF 00');
  rig.hear('7F 31 78');
  expect(rig.wait(6000)).toEqual(['+5000 done 2 timeout P2* after 5000']);
});

test('[C31][UDS-R46] 0x21: the same request after the delay, and 0x78 may follow', () => {
  const rig = new ClientRig();
  rig.request('31 01 FF 00');
  expect(rig.hear('7F 31 21')).toEqual([]);
  expect(rig.wait(200)).toEqual(['+200 send 31 01 FF 00']);
  rig.sent();
  rig.hear('7F 31 78');
  expect(rig.hear('71 01 FF 00')).toEqual(['done 1 positive 71 01 FF 00']);
});

test('[C31][UDS-R46] after five repetitions 0x21 is the answer', () => {
  const rig = new ClientRig();
  rig.request(VIN);
  for (let i = 0; i < 5; i++) {
    expect(rig.hear('7F 22 21')).toEqual([]);
    expect(rig.wait(200)).toEqual(['+200 send 22 F1 90']);
    rig.sent();
  }
  expect(rig.hear('7F 22 21')).toEqual(['done 1 negative 22 21']);
});

test('[C31][UDS-R46] the total bounds the repetitions too', () => {
  const rig = new ClientRig({ total: millis(100) });
  rig.request(VIN);
  rig.hear('7F 22 21');
  expect(rig.wait(1000)).toEqual(['+100 done 1 timeout total after 100']);
});

test('[C25][UDS-R46] a key is not sent again by itself, a request for a seed is', () => {
  const rig = new ClientRig();
  rig.request('27 02 AA BB');
  expect(rig.hear('7F 27 21')).toEqual(['done 1 negative 27 21']);
  rig.request('27 01');
  expect(rig.hear('7F 27 21')).toEqual([]);
});

test('[UDS-R46] 0x21 from a unit that had begun ends the request', () => {
  const rig = new ClientRig();
  rig.request('31 01 FF 00');
  rig.hear('7F 31 78');
  expect(rig.hear('7F 31 21')).toEqual(['done 1 negative 31 21']);
});

test.each(['24', '31', '71', '72', '73', '92', '93'])(
  '[C30][UDS-R47] NRC 0x%s in a transfer ends the request',
  (nrc) => {
    const rig = new ClientRig();
    rig.request('36 05 AA');
    expect(rig.hear(`7F 36 ${nrc}`)).toEqual([`done 1 negative 36 ${nrc}`]);
    expect(rig.wait(60_000)).toEqual([]);
  },
);

test('[UDS-R47] a link that fails is neither a timeout nor an answer', () => {
  for (const begun of ['is slow', 'confirms'] as const) {
    const rig = new ClientRig();
    rig.request(VIN, begun);
    expect(rig.feed(FAILURE)).toEqual(['done 1 link timeout']);
    expect(rig.feed(FAILURE)).toEqual([]);
  }
});

test('[UDS-R48] one at a time: the second is refused and the first goes on', () => {
  const rig = new ClientRig();
  rig.request(VIN);
  expect(rig.feed({ kind: 'request', id: 9, bytes: Uint8Array.of(0x3e, 0) })).toEqual(['done 9 refused busy']);
  expect(rig.hear(VIN_IS)).toEqual(['done 1 positive 62 F1 90 57 42 41']);
});

test('[UDS-R48] an empty request is refused; the confirmation of an earlier request starts nothing', () => {
  const rig = new ClientRig();
  expect(rig.request('', 'is slow')).toEqual(['done 1 refused empty request']);
  rig.request(VIN, 'is slow');
  rig.sent(1);
  expect(rig.wait(1000)).toEqual([]);
});
