import { concat } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { EntityBench } from './entity/entity-bench.js';
import { type DoipMessage, doipTester, encodeMessage, readDatagram, TESTER_START } from './index.js';

/** Small here; `BAYLINK_MUTATIONS=1000000` for the long run. */
const COUNT = Number(process.env.BAYLINK_MUTATIONS ?? 20_000);
const SEED = Number(process.env.BAYLINK_SEED ?? 13_400);

/** xorshift32: the same numbers for the same seed. */
function chance(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const ENDS = { source: 0x0e80, target: 0x1001 };
const MESSAGES: readonly DoipMessage[] = [
  { kind: 'identify' },
  { kind: 'activation-request', source: 0x0e80, activationType: 0 },
  { kind: 'activation-response', tester: 0x0e80, entity: 0x1000, code: 0x10 },
  { kind: 'alive-check-request' },
  { kind: 'alive-check-response', source: 0x0e80 },
  { kind: 'entity-status-request' },
  { kind: 'power-mode-request' },
  { kind: 'header-nack', code: 2 },
  { kind: 'diagnostic-message', ...ENDS, data: new Uint8Array(40) },
  { kind: 'diagnostic-message', source: 0x1001, target: 0x0e80, data: new Uint8Array(9) },
  { kind: 'diagnostic-ack', source: 0x1001, target: 0x0e80, code: 0, echo: new Uint8Array() },
  { kind: 'diagnostic-nack', source: 0x1001, target: 0x0e80, code: 3, echo: new Uint8Array(3) },
];

/** A frame with up to four bytes changed, and then cut, doubled or left alone. */
function mutated(next: (below: number) => number): Uint8Array {
  const message = MESSAGES[next(MESSAGES.length)] ?? { kind: 'identify' };
  const frame = encodeMessage(message, next(2) === 0 ? 2 : 3);
  for (let changes = next(5); changes > 0; changes--) frame[next(frame.length)] = next(256);
  const shape = next(6);
  if (shape === 0) return frame.subarray(0, next(frame.length + 1));
  return shape === 1 ? concat(frame, frame.subarray(0, next(frame.length + 1))) : frame;
}

test(`[C35][DIP-R48] ${COUNT} mutated frames: nothing throws, and an honest tester is served afterwards`, {
  timeout: 600_000,
}, () => {
  const next = chance(SEED);
  const entity = new EntityBench();
  const tester = doipTester({ version: 2, address: 0x0e80, activationType: 0 });
  let state = TESTER_START;
  let socket = 0;
  for (let i = 0; i < COUNT; i++) {
    const bytes = mutated(next);
    if (i % 16 === 0) {
      entity.feed({ kind: 'closed', socket });
      entity.open(++socket);
      state = tester.step(TESTER_START, { kind: 'connected' }, entity.now).state;
    }
    entity.feed({ kind: 'data', socket, bytes });
    entity.feed({ kind: 'datagram', from: { address: 'x', port: 1 }, bytes });
    state = tester.step(state, { kind: 'data', bytes }, entity.now).state;
    readDatagram(bytes, { accepts: new Set(['vehicle-announcement']), maxPayload: 64 });
    if (i % 64 === 0) entity.wait(entity.now + next(3_000));
  }
  entity.wait(entity.now + 400_000);
  expect(
    entity.open('honest').send('honest', { kind: 'activation-request', source: 0x0e80, activationType: 0 }),
  ).toEqual(['honest< 02fd0006000000090e8010001000000000']);
});
