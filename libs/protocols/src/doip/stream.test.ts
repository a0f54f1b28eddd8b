import { bytesOf, concat, fromHex } from '@baylink/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type DoipKind,
  type DoipMessage,
  encodeMessage,
  type Frame,
  PAYLOADS,
  STREAM_START,
  splitStream,
} from './index.js';

const POLICY = { accepts: new Set(Object.keys(PAYLOADS) as DoipKind[]), maxPayload: 64 };

function split(chunks: readonly Uint8Array[]): Frame[] {
  let state = STREAM_START;
  return chunks.flatMap((chunk) => {
    const turn = splitStream(state, chunk, POLICY);
    state = turn.state;
    return turn.frames;
  });
}

const READ: DoipMessage = {
  kind: 'diagnostic-message',
  source: 0x0e80,
  target: 0x1001,
  data: bytesOf(0x22, 0xf1, 0x90),
};
const MESSAGES: readonly DoipMessage[] = [
  { kind: 'alive-check-response', source: 0x0e80 },
  READ,
  { kind: 'alive-check-request' },
];
const STREAM = concat(...MESSAGES.map((message) => encodeMessage(message, 3)));
const EXPECTED = MESSAGES.map((message) => ({ kind: 'message', message, version: 3 }));

test('[C36][DIP-R5] two messages in one segment', () => {
  expect(split([STREAM])).toEqual(EXPECTED);
});

test('[C36][DIP-R5] cut in two at every index', () => {
  for (let at = 0; at <= STREAM.length; at++) {
    expect(split([STREAM.subarray(0, at), STREAM.subarray(at)])).toEqual(EXPECTED);
  }
});

test('[C36][DIP-R5] cut anywhere, any number of times', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(STREAM.length)), (cuts) => {
      const at = [0, ...cuts.sort((a, b) => a - b), STREAM.length];
      const chunks = at.slice(1).map((end, i) => STREAM.subarray(at[i], end));
      expect(split(chunks)).toEqual(EXPECTED);
    }),
  );
});

test.each([
  ['too large', 0x8001, 10_000, 0x02],
  ['unknown', 0x1234, 100, 0x01],
  ['unknown and empty', 0x1234, 0, 0x01],
])('[DIP-R6] a message that is %s is skipped', (_, type, length, code) => {
  const header = bytesOf(2, 0xfd, type >> 8, type & 0xff, 0, 0, length >> 8, length & 0xff);
  const frames = split([header, new Uint8Array(length), encodeMessage(READ, 2)]);
  expect(frames).toEqual([
    { kind: 'fault', code, version: 2 },
    { kind: 'message', message: READ, version: 2 },
  ]);
});

test('[DIP-R6] the largest length of all is skipped without being stored', () => {
  const huge = fromHex('02fd8001ffffffff') ?? new Uint8Array();
  expect(split([huge, new Uint8Array(100_000), encodeMessage(READ, 2)])).toHaveLength(1);
});

test('[DIP-R5] nothing is read after the pattern was lost', () => {
  expect(split([bytesOf(2, 2, 0, 0, 0, 0, 0, 0), STREAM])).toEqual([{ kind: 'fault', code: 0x00, version: undefined }]);
});
