import { byteCount, bytesOf, fromHex, hex, millis } from '@baylink/kernel';
import { expect, test } from 'vitest';
import {
  type ChannelInput,
  type ChannelOut,
  IDLE_CHANNEL,
  ISO_TP_DEFAULTS,
  type IsoTpOptions,
  isoTpChannel,
} from './index.js';

function show(out: ChannelOut): string {
  if (out.kind === 'transmit') return hex(out.data);
  if (out.kind === 'failed') return `${out.direction} ${out.error}`;
  return out.kind === 'message' ? `message ${hex(out.bytes)}` : out.kind;
}

/** A receiving channel whose driver confirms every flow control at once, unless told otherwise. */
function bench(changed: Partial<IsoTpOptions> = {}, driver: 'sent' | 'not-sent' | 'silent' = 'sent') {
  const channel = isoTpChannel({ ...ISO_TP_DEFAULTS, padding: undefined, ...changed });
  let state = IDLE_CHANNEL;
  const feed = (input: ChannelInput, at: number): string[] => {
    const step = channel.step(state, input, millis(at));
    state = step.state;
    return step.out.flatMap((out) =>
      out.kind === 'transmit' && driver !== 'silent'
        ? [show(out), ...feed({ kind: driver, ticket: out.ticket }, at)]
        : [show(out)],
    );
  };
  return {
    frame: (text: string, at: number) => feed({ kind: 'frame', data: fromHex(text) ?? bytesOf() }, at),
    tick: (at: number) => feed({ kind: 'tick' }, at),
    due: () => channel.deadline(state),
  };
}

const FIRST = '1014000102030405';
const SECOND = '21060708090a0b0c';
const THIRD = '220d0e0f10111213';
const WHOLE = `message ${hex(Uint8Array.from({ length: 20 }, (_, i) => i))}`;

test.each([
  ['padded', '0210015555555555'],
  ['unpadded', '021001'],
])('[C12][ITP-R6][ITP-R22] a %s single frame is an indication and a message', (_, frame) => {
  expect(bench().frame(frame, 0)).toEqual(['indication', 'message 1001']);
});

test('[ITP-R22][ITP-R24] a long message: indication with the first frame, one flow control, message with the last', () => {
  const on = bench();
  expect(on.frame(FIRST, 0)).toEqual(['indication', '300000']);
  expect(on.frame(SECOND, 1)).toEqual([]);
  expect(on.frame(THIRD, 2)).toEqual([WHOLE]);
  expect(on.due()).toBeUndefined();
});

test('[ITP-R24] every block is cleared with the BS and STmin of this side', () => {
  const on = bench({ blockSize: 1, stMin: millis(5), padding: 0xaa });
  expect(on.frame(FIRST, 0)).toEqual(['indication', '300105aaaaaaaaaa']);
  expect(on.frame(SECOND, 1)).toEqual(['300105aaaaaaaaaa']);
  expect(on.frame(THIRD, 2)).toEqual([WHOLE]);
});

test('[C06][ITP-R17] a silent sender is abandoned at N_Cr, not before', () => {
  const on = bench();
  on.frame(FIRST, 0);
  on.frame(SECOND, 900);
  expect(on.due()).toBe(1900);
  expect(on.tick(1899)).toEqual([]);
  expect(on.tick(1900)).toEqual(['rx N_TIMEOUT_Cr']);
  expect(on.frame(THIRD, 1901)).toEqual([]);
});

test('[C06][ITP-R17] N_Cr runs after the flow control between two blocks, too', () => {
  const on = bench({ blockSize: 1 });
  on.frame(FIRST, 0);
  on.frame(SECOND, 500);
  expect(on.tick(1499)).toEqual([]);
  expect(on.tick(1500)).toEqual(['rx N_TIMEOUT_Cr']);
});

test('[ITP-R23] a frame after N_Cr does not revive the reception, even when it comes before the tick', () => {
  const on = bench();
  on.frame(FIRST, 0);
  expect(on.frame(SECOND, 1000)).toEqual([]);
  expect(on.frame(THIRD, 2000.5)).toEqual(['rx N_TIMEOUT_Cr']);
});

test.each([
  ['skipped', THIRD],
  ['doubled', '20060708090a0b0c'],
])('[C07][ITP-R18] a %s frame ends the reception, nothing is delivered, the next message is received', (_, frame) => {
  const on = bench();
  on.frame(FIRST, 0);
  expect(on.frame(frame, 1)).toEqual(['rx N_WRONG_SN']);
  expect(on.frame(SECOND, 2)).toEqual([]);
  expect(on.frame('021001', 3)).toEqual(['indication', 'message 1001']);
});

test('[C08][ITP-R19] a single frame replaces the running reception', () => {
  const on = bench();
  on.frame(FIRST, 0);
  expect(on.frame('021001', 1)).toEqual(['rx N_UNEXP_PDU', 'indication', 'message 1001']);
  expect(on.frame(SECOND, 2)).toEqual([]);
});

test('[C08][ITP-R19] a first frame replaces the running reception and is received whole', () => {
  const on = bench();
  on.frame(FIRST, 0);
  on.frame(SECOND, 1);
  expect(on.frame('1009a0a1a2a3a4a5', 2)).toEqual(['rx N_UNEXP_PDU', 'indication', '300000']);
  expect(on.frame('21a6a7a8', 3)).toEqual(['message a0a1a2a3a4a5a6a7a8']);
});

test('[C08][ITP-R20] a stray consecutive frame and a stray flow control are ignored', () => {
  const on = bench();
  expect(on.frame(SECOND, 0)).toEqual([]);
  expect(on.frame('300000', 1)).toEqual([]);
  on.frame(FIRST, 2);
  expect(on.frame('320000', 3)).toEqual([]);
  on.frame(SECOND, 4);
  expect(on.frame(THIRD, 5)).toEqual([WHOLE]);
});

test('[ITP-R20] a consecutive frame that is too short for its part is ignored', () => {
  const on = bench();
  on.frame(FIRST, 0);
  expect(on.frame('2106', 1)).toEqual([]);
  expect(on.frame(SECOND, 2)).toEqual([]);
  expect(on.frame(THIRD, 3)).toEqual([WHOLE]);
});

test.each([
  ['one byte more', '1015000102030405'],
  ['4 GiB', '1000ffffffff0001'],
])('[ITP-R21] a first frame that tells %s than the limit is answered with OVFLW', (_, frame) => {
  const on = bench({ maxLength: byteCount(20) });
  expect(on.frame(frame, 0)).toEqual(['320000', 'rx N_BUFFER_OVFLW']);
  expect(on.due()).toBeUndefined();
  expect(on.frame(FIRST, 1)).toEqual(['indication', '300000']);
});

test.each(['00', '0000000000000000', '0800010203040506', '031001'])(
  '[C01][ITP-R2] a single frame of no length (%s) brings no indication, no message, no flow control',
  (frame) => {
    const on = bench();
    expect(on.frame(frame, 0)).toEqual([]);
    expect(on.due()).toBeUndefined();
  },
);

test('[C09][ITP-R5] an escape for a short length gets no flow control', () => {
  expect(bench().frame('100000000fff0001', 0)).toEqual([]);
});

test('[ITP-R25] the flow control is refused, or never confirmed', () => {
  expect(bench({}, 'not-sent').frame(FIRST, 0)).toEqual(['indication', '300000', 'rx N_ERROR']);
  const on = bench({}, 'silent');
  on.frame(FIRST, 0);
  expect(on.tick(999)).toEqual([]);
  expect(on.tick(1000)).toEqual(['rx N_TIMEOUT_A']);
});

test('[ITP-R25] a consecutive frame proves that the flow control got through', () => {
  const on = bench({}, 'silent');
  on.frame(FIRST, 0);
  on.frame(SECOND, 10);
  expect(on.tick(1009)).toEqual([]);
  expect(on.tick(1010)).toEqual(['rx N_TIMEOUT_Cr']);
});

const counting = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => i & 0xff);

test('[C11][ITP-R32] 63 bytes in frames of 64: the last consecutive frame may be as short as its content', () => {
  const on = bench();
  expect(on.frame(`103f${hex(counting(62))}`, 0)).toEqual(['indication', '300000']);
  expect(on.frame('213ecccccccccccc', 1)).toEqual([`message ${hex(counting(63))}`]);
});

test('[C11][ITP-R32] consecutive frames have the length of the first one: shorter and longer ones are ignored', () => {
  const on = bench();
  on.frame(`1014${hex(counting(10))}`, 0);
  expect(on.frame('210a0b0c0d0e0f', 1)).toEqual([]);
  expect(on.frame('210a0b0c0d0e0f101112131415161718', 2)).toEqual([]);
  expect(on.frame('210a0b0c0d0e0f1011121300', 3)).toEqual([`message ${hex(counting(20))}`]);
});

test('[C14][ITP-R29] a frame with another address byte is for somebody else', () => {
  const on = bench({ addressBytes: { sent: 0x12, received: 0xf1 } });
  expect(on.frame('f21007000102030405', 0)).toEqual([]);
  expect(on.frame('f110070001020304', 1)).toEqual(['indication', '12300000']);
  expect(on.frame('f2210506', 2)).toEqual([]);
  expect(on.frame('f1210506', 3)).toEqual([`message ${hex(counting(7))}`]);
  expect(on.frame('', 4)).toEqual([]);
});
