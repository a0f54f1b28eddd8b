import { bytesOf, millis } from '@baylink/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { baseFrame, type CanFrame } from '../can/index.js';
import { ADAPTER_DEFAULTS, type AdapterOptions, ready, slcanAdapter } from './adapter.js';
import { ADAPTER_START, type AdapterOut } from './adapter-state.js';
import { frameText } from './frame-text.js';
import { ascii } from './lines.js';

const ANSWER: CanFrame = baseFrame(0x7e8, bytesOf(0x03, 0x41));

function show(out: AdapterOut): string {
  switch (out.kind) {
    case 'write':
      return String.fromCharCode(...out.bytes)
        .replaceAll('\r', '.')
        .replaceAll('\x07', '!');
    case 'transmit':
      return `bus ${frameText(out.frame)}`;
    case 'remote':
      return `remote ${out.id.toString(16)} ${out.length}`;
    case 'channel':
      return `${out.mode} ${out.rates.nominal}${out.rates.data === 2_000_000 ? '' : `/${out.rates.data}`}`;
  }
}

function bench(changed: Partial<AdapterOptions> = {}) {
  const adapter = slcanAdapter({ ...ADAPTER_DEFAULTS, ...changed });
  let state = ADAPTER_START;
  const feed = (input: Parameters<typeof adapter.step>[1], at: number): string[] => {
    const step = adapter.step(state, input, millis(at));
    state = step.state;
    return step.out.map(show);
  };
  return {
    says: (text: string) => feed({ kind: 'received', bytes: ascii(text) }, 0),
    bus: (frame: CanFrame, at = 0) => feed({ kind: 'bus', frame }, at),
    transmitted: () => feed({ kind: 'transmitted' }, 0),
    ready: () => ready(state),
  };
}

function opened(changed: Partial<AdapterOptions> = {}) {
  const on = bench(changed);
  on.says('O\r');
  return on;
}

test('[SLC-R13] close, bit rate, open: as tools begin', () => {
  expect(bench().says('C\rS6\rO\r')).toEqual(['.', '.', 'open 500000', '.']);
  expect(bench().says('S5\rL\rC\r')).toEqual(['.', 'listen-only 250000', '.', 'closed 250000', '.']);
});

test.each([
  ['open twice', 'O\r'],
  ['listen while open', 'L\r'],
  ['a bit rate while open', 'S6\r'],
  ['bit timing while open', 's031C\r'],
  ['a data bit rate while open', 'Y2\r'],
])('[SLC-R13] refused: %s', (_, line) => {
  expect(opened().says(line)).toEqual(['!']);
});

test('[C42][SLC-R14] frames are acknowledged with z and Z, or with an empty line when auto poll is off', () => {
  const on = opened();
  expect(on.says('t123111\rT000001230\r')).toEqual(['bus t123111', 'z.', 'bus T000001230', 'Z.']);
  on.says('X0\r');
  expect(on.says('t123111\r')).toEqual(['bus t123111', '.']);
});

test.each([
  ['the channel is closed', '', 't123111\r'],
  ['the channel is listen-only', 'L\r', 't123111\r'],
  ['the line is damaged', 'O\r', 't12311\r'],
])('[C42][SLC-R14] a frame gets a bell when %s', (_, before, line) => {
  const on = bench();
  on.says(before);
  expect(on.says(line)).toEqual(['!']);
});

test('[SLC-R15] without room a frame and all that follows wait, and go on in order', () => {
  const on = opened({ transmitQueue: 2 });
  expect(on.says('t0010\rt0020\rt0030\rV\r')).toEqual(['bus t0010', 'z.', 'bus t0020', 'z.']);
  expect(on.ready()).toBe(false);
  expect(on.says('t0040\r')).toEqual([]);
  expect(on.transmitted()).toEqual(['bus t0030', 'z.', 'V1013.']);
  expect(on.transmitted()).toEqual(['bus t0040', 'z.']);
  expect(on.ready()).toBe(true);
});

test('[SLC-R16] more lines than may wait get a bell each and raise a flag', () => {
  const on = opened({ transmitQueue: 1, heldLines: 1 });
  expect(on.says('t0010\rt0020\rt0030\rt0040\r')).toEqual(['bus t0010', 'z.', '!!']);
  on.transmitted();
  expect(on.says('F\rF\r')).toEqual(['F08.', 'F00.']);
});

test('[SLC-R17] a frame from the bus is told at once while the channel is open or listen-only', () => {
  expect(bench().bus(ANSWER)).toEqual([]);
  expect(opened().bus(ANSWER)).toEqual(['t7E820341.']);
  const listening = bench();
  listening.says('L\r');
  expect(listening.bus(ANSWER)).toEqual(['t7E820341.']);
});

test('[SLC-R17] a time stamp counts milliseconds to one minute', () => {
  const on = bench();
  on.says('Z1\rO\r');
  expect(on.bus(ANSWER, 59_999)).toEqual(['t7E820341EA5F.']);
  expect(on.bus(ANSWER, 60_001)).toEqual(['t7E8203410001.']);
});

test('[SLC-R18] without auto poll P tells one frame, A all of them', () => {
  const on = opened({ receiveQueue: 3 });
  on.says('X0\r');
  for (let i = 0; i < 4; i++) expect(on.bus(baseFrame(0x100 + i, bytesOf()))).toEqual([]);
  expect(on.says('P\r')).toEqual(['t1000.']);
  expect(on.says('A\r')).toEqual(['t1010.t1020.A.']);
  expect(on.says('P\rF\r')).toEqual(['.', 'F01.']);
});

test.each([
  ['V\r', 'V1013.'],
  ['N\r', 'NB001.'],
  ['M00000000\r', '.'],
  ['mFFFFFFFF\r', '.'],
  ['Z0\r', '.'],
  ['\r', '.'],
  ['Q\r', '!'],
  ['S9\r', '!'],
  ['S\r', '!'],
  ['Z2\r', '!'],
  ['Mxyz\r', '!'],
  ['Y3\r', '!'],
  ['Y\r', '!'],
  ['F\r', '!'],
  ['P\r', '!'],
  ['__proto__\r', '!'],
])('[SLC-R19] %j is answered with %s', (line, reply) => {
  expect(bench().says(line)).toEqual([reply]);
});

test('[C42][SLC-R22] FD: data bit rate, frames of both kinds in both directions', () => {
  const on = bench();
  expect(on.says('S6\rY5\rO\r')).toEqual(['.', '.', 'open 500000/5000000', '.']);
  expect(on.says('b7E0900112233445566778899AABB\rD18DA10F10\r')).toEqual([
    'bus b7E0900112233445566778899AABB',
    'z.',
    'bus D18DA10F10',
    'Z.',
  ]);
  const answer: CanFrame = { ...ANSWER, data: new Uint8Array(64), fd: { bitRateSwitch: true } };
  expect(on.bus(answer)).toEqual([`b7E8F${'00'.repeat(64)}.`]);
});

test('[C42][SLC-R22] a classic adapter rings its bell at all of FD, and tells no such frame', () => {
  const on = bench({ formats: 'classic' });
  expect(on.says('Y2\rO\rd7E00\rb7E00\r')).toEqual(['!', 'open 500000', '.', '!', '!']);
  expect(on.bus({ ...ANSWER, fd: { bitRateSwitch: false } })).toEqual([]);
});

test('[SLC-R20] a remote frame is acknowledged and told', () => {
  expect(opened().says('r1238\r')).toEqual(['remote 123 8', 'z.']);
});

test('[SLC-R21] no bytes make it throw', () => {
  const adapter = slcanAdapter({ ...ADAPTER_DEFAULTS, transmitQueue: 2, heldLines: 3 });
  const chars = fc.oneof(
    fc.constantFrom(...'\r\x07tTrRdDbBSYOLCVNFZXPAMm0189F'),
    fc.integer({ min: 0, max: 255 }).map((n) => String.fromCharCode(n)),
  );
  fc.assert(
    fc.property(fc.array(chars, { maxLength: 200 }), (text) => {
      let state = ADAPTER_START;
      for (const char of text) state = adapter.step(state, { kind: 'received', bytes: ascii(char) }, millis(0)).state;
      expect(state.unsent).toBeLessThanOrEqual(2);
      expect(state.held.length).toBeLessThanOrEqual(3);
    }),
  );
});
