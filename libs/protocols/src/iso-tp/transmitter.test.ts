import { bytesOf, fromHex, hex, millis } from '@baylink/kernel';
import { expect, test } from 'vitest';
import {
  type ChannelInput,
  type ChannelOut,
  IDLE_CHANNEL,
  ISO_TP_DEFAULTS,
  type IsoTpOptions,
  isoTpChannel,
} from './index.js';

const counting = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => i & 0xff);
const CONTINUE = '300000';
const WAIT = '310000';

/** One channel on a table top: the driver confirms only when told to. */
function bench(changed: Partial<IsoTpOptions> = {}) {
  const channel = isoTpChannel({ ...ISO_TP_DEFAULTS, padding: undefined, ...changed });
  let state = IDLE_CHANNEL;
  const unconfirmed: Extract<ChannelOut, { kind: 'transmit' }>[] = [];
  const feed = (input: ChannelInput, at: number): string[] => {
    const step = channel.step(state, input, millis(at));
    state = step.state;
    for (const out of step.out) if (out.kind === 'transmit') unconfirmed.push(out);
    return step.out.map(show);
  };
  return {
    send: (bytes: Uint8Array, at: number) => feed({ kind: 'send', bytes }, at),
    frame: (text: string, at: number) => feed({ kind: 'frame', data: fromHex(text) ?? bytesOf() }, at),
    tick: (at: number) => feed({ kind: 'tick' }, at),
    /** The driver's word on the oldest frame that it has. */
    settle: (kind: 'sent' | 'not-sent', at: number) => {
      const oldest = unconfirmed.shift();
      return oldest === undefined ? ['nothing to confirm'] : feed({ kind, ticket: oldest.ticket }, at);
    },
    due: () => channel.deadline(state),
  };
}

function show(out: ChannelOut): string {
  if (out.kind === 'transmit') return hex(out.data);
  if (out.kind === 'failed') return `${out.direction} ${out.error}`;
  return out.kind === 'refused' ? `refused ${out.reason}` : out.kind;
}

/** A message of 48 bytes (first frame and six more) that has got its first frame through. */
function begun(changed: Partial<IsoTpOptions> = {}) {
  const on = bench(changed);
  on.send(counting(48), 0);
  on.settle('sent', 0);
  return on;
}

test('[C01][ITP-R1] one to seven bytes are one frame, done when the driver confirms it', () => {
  const on = bench();
  expect(on.send(counting(7), 0)).toEqual(['0700010203040506']);
  expect(on.settle('sent', 1)).toEqual(['confirm']);
  expect(on.due()).toBeUndefined();
});

test('[C03][ITP-R7] BS 3 lets exactly three frames go, then the next flow control counts with its new BS', () => {
  const on = begun();
  expect(on.frame('300300', 1)).toHaveLength(3);
  for (let i = 0; i < 3; i++) expect(on.settle('sent', 2)).toEqual([]);
  expect(on.frame('300100', 3)).toEqual(['241b1c1d1e1f2021']);
  on.settle('sent', 4);
  expect(on.frame(CONTINUE, 5)).toEqual(['2522232425262728', '26292a2b2c2d2e2f']);
  on.settle('sent', 6);
  expect(on.settle('sent', 6)).toEqual(['confirm']);
});

test('[C03][ITP-R7] the new flow control also brings a new STmin', () => {
  const on = begun();
  on.frame('300200', 1);
  on.settle('sent', 1);
  on.settle('sent', 1);
  expect(on.frame('300014', 2)).toHaveLength(1);
  expect(on.settle('sent', 3)).toEqual([]);
  expect(on.due()).toBe(23);
});

test('[C03][ITP-R7] BS 0: everything goes and no further flow control is waited for', () => {
  const on = begun();
  expect(on.frame(CONTINUE, 1)).toHaveLength(6);
  for (let i = 0; i < 5; i++) on.settle('sent', 2);
  expect(on.settle('sent', 2)).toEqual(['confirm']);
});

test('[C06][ITP-R8] no flow control: given up at N_Bs after the confirmation, not before', () => {
  const on = bench();
  on.send(counting(48), 0);
  on.settle('sent', 5);
  expect(on.due()).toBe(1005);
  expect(on.tick(1004.9)).toEqual([]);
  expect(on.tick(1005)).toEqual(['tx N_TIMEOUT_Bs']);
  expect(on.due()).toBeUndefined();
});

test('[C06][ITP-R8] a flow control at 900 ms is in time', () => {
  const on = begun();
  expect(on.frame(CONTINUE, 900)).toHaveLength(6);
});

test('[C06][ITP-R8] N_Bs also watches the flow control between two blocks', () => {
  const on = begun();
  on.frame('300100', 100);
  on.settle('sent', 110);
  expect(on.tick(1109)).toEqual([]);
  expect(on.tick(1110)).toEqual(['tx N_TIMEOUT_Bs']);
});

test('[C04][ITP-R9] three WAITs 400 ms apart, then CONTINUE: the message goes', () => {
  const on = begun();
  for (const at of [400, 800, 1200]) expect(on.frame(WAIT, at)).toEqual([]);
  expect(on.due()).toBe(2200);
  expect(on.frame(CONTINUE, 1600)).toHaveLength(6);
});

test('[C04][ITP-R9] one WAIT more than allowed ends it; a CONTINUE in between starts the count anew', () => {
  const on = begun({ maxWaits: 2 });
  on.frame(WAIT, 1);
  on.frame(WAIT, 2);
  on.frame('300100', 3);
  on.settle('sent', 4);
  expect(on.frame(WAIT, 5)).toEqual([]);
  expect(on.frame(WAIT, 6)).toEqual([]);
  expect(on.frame(WAIT, 7)).toEqual(['tx N_WFT_OVRN']);
  expect(on.frame(CONTINUE, 8)).toEqual([]);
});

test.each([
  ['[C05][ITP-R10] OVFLW', '32', ['tx N_BUFFER_OVFLW']],
  ['[C05][ITP-R10] OVFLW', '320000', ['tx N_BUFFER_OVFLW']],
  ['[ITP-R11] a reserved flow status', '330000', ['tx N_INVALID_FS']],
])('%s (%s) ends the transmission, no consecutive frame is sent', (_, frame, outs) => {
  const on = begun();
  expect(on.frame(frame, 1)).toEqual(outs);
});

test.each([
  ['0a', 10],
  ['f5', 0.5],
  ['80', 127],
])('[C02][ITP-R12] STmin %s keeps %s ms between a confirmation and the next frame', (code, wait) => {
  const on = begun();
  expect(on.frame(`3000${code}`, 1)).toEqual(['21060708090a0b0c']);
  expect(on.tick(50)).toEqual([]);
  on.settle('sent', 60);
  expect(on.due()).toBe(60 + wait);
  expect(on.tick(60 + wait - 0.05)).toEqual([]);
  expect(on.tick(60 + wait)).toEqual(['220d0e0f10111213']);
});

test('[ITP-R12] the margin for a driver that confirms early is added to a separation time, not to its absence', () => {
  const slow = begun({ stMinMargin: millis(0.25) });
  slow.frame('300001', 1);
  slow.settle('sent', 2);
  expect(slow.due()).toBe(3.25);
  const fast = begun({ stMinMargin: millis(0.25) });
  expect(fast.frame(CONTINUE, 1)).toHaveLength(6);
});

test('[ITP-R13] no more than the burst is unconfirmed; each confirmation lets one more go', () => {
  const on = bench({ burst: 4 });
  on.send(counting(100), 0);
  on.settle('sent', 0);
  expect(on.frame(CONTINUE, 1)).toHaveLength(4);
  expect(on.settle('sent', 2)).toEqual(['2522232425262728']);
  expect(on.settle('sent', 3)).toHaveLength(1);
});

test('[ITP-R14] the driver is silent for N_As, or refuses', () => {
  const silent = bench();
  silent.send(counting(7), 0);
  expect(silent.tick(999)).toEqual([]);
  expect(silent.tick(1000)).toEqual(['tx N_TIMEOUT_A']);
  const refusing = begun();
  refusing.frame(CONTINUE, 1);
  expect(refusing.settle('not-sent', 2)).toEqual(['tx N_ERROR']);
});

test('[ITP-R15] confirmations that come after the end do not count for the next message', () => {
  const on = begun({ burst: 2 });
  on.frame(CONTINUE, 1);
  expect(on.frame('320000', 2)).toEqual([]);
  expect(on.tick(1001)).toEqual(['tx N_TIMEOUT_A']);
  expect(on.send(counting(3), 1002)).toEqual(['03000102']);
  expect(on.settle('sent', 1003)).toEqual([]);
  expect(on.settle('not-sent', 1003)).toEqual([]);
  expect(on.settle('sent', 1004)).toEqual(['confirm']);
});

test('[ITP-R16] busy, empty, too long: refused, and what is under way goes on', () => {
  const on = begun({ maxLength: ISO_TP_DEFAULTS.maxLength });
  expect(on.send(counting(2), 1)).toEqual(['refused busy']);
  expect(on.frame(CONTINUE, 2)).toHaveLength(6);
  expect(bench().send(bytesOf(), 0)).toEqual(['refused empty']);
  expect(bench().send(new Uint8Array(ISO_TP_DEFAULTS.maxLength + 1), 0)).toEqual(['refused too-long']);
});

test('[ITP-R20] a flow control that nobody waits for changes nothing', () => {
  const on = bench();
  expect(on.frame(CONTINUE, 0)).toEqual([]);
  on.send(counting(3), 1);
  expect(on.frame('320000', 2)).toEqual([]);
  expect(on.settle('sent', 3)).toEqual(['confirm']);
});

test('[ITP-R7] a flow control that overtakes the confirmation of its first frame is taken', () => {
  const on = bench();
  on.send(counting(10), 0);
  expect(on.frame(CONTINUE, 1)).toEqual(['2106070809']);
  expect(on.settle('sent', 2)).toEqual([]);
  expect(on.settle('sent', 2)).toEqual(['confirm']);
});

test('[C07][ITP-R18] sequence numbers run 1 to F and then 0', () => {
  const on = bench({ burst: 64 });
  on.send(counting(6 + 7 * 18), 0);
  on.settle('sent', 0);
  const frames = on.frame(CONTINUE, 1);
  expect(frames.map((frame) => frame.charAt(1)).join('')).toBe('123456789abcdef012');
});

test('[C10][C11][ITP-R31] in the FD format a long message goes in full frames and a last one of a legal length', () => {
  const on = bench({ txDl: 64 });
  expect(on.send(counting(62), 0)).toEqual([`003e${hex(counting(62))}`]);
  on.settle('sent', 0);
  expect(on.send(counting(135), 1)).toEqual([`1087${hex(counting(62))}`]);
  on.settle('sent', 1);
  expect(on.frame(CONTINUE, 2)).toEqual([
    `21${hex(counting(125).subarray(62))}`,
    `22${hex(counting(135).subarray(125))}cc`,
  ]);
});

test('[C14][ITP-R29] behind an address byte six bytes are one frame and seven are two', () => {
  const on = bench({ addressBytes: { sent: 0x12, received: 0xf1 } });
  expect(on.send(counting(6), 0)).toEqual(['1206000102030405']);
  on.settle('sent', 0);
  expect(on.send(counting(7), 1)).toEqual(['1210070001020304']);
  on.settle('sent', 1);
  expect(on.frame('f0300000', 2)).toEqual([]);
  expect(on.frame('f1300000', 2)).toEqual(['12210506']);
});

test('[C04][ITP-R9] a storm of WAITs ends the transmission at the limit, however fast it comes', () => {
  const on = begun();
  for (let i = 0; i < ISO_TP_DEFAULTS.maxWaits; i++) expect(on.frame(WAIT, 1)).toEqual([]);
  expect(on.frame(WAIT, 1)).toEqual(['tx N_WFT_OVRN']);
});
