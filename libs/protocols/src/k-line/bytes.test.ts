import { bytesOf, concat, hex, millis } from '@baylink/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  encodeMessage,
  type Header,
  kLineServer,
  kLineTester,
  LINE_DEFAULTS,
  LINE_START,
  type LineInput,
  type LineState,
  readCarb,
  readMessage,
  TESTER_DEFAULTS,
  TESTER_START,
  type TesterInput,
  type TesterState,
} from './index.js';
import { ENGINE, PHYSICAL, Wire } from './wire.rig.js';

const byte = fc.integer({ min: 0, max: 255 });
const header: fc.Arbitrary<Header> = fc.oneof(
  fc.constant({ kind: 'none' } as const),
  fc.record({ kind: fc.constantFrom('physical' as const, 'functional' as const), target: byte, source: byte }),
);
const data = fc.uint8Array({ minLength: 1, maxLength: 255 });

test('[KLN-R1][KLN-R2] what is encoded is decoded, in both forms of the length; 63 is the limit of the short one', () => {
  fc.assert(
    fc.property(header, data, fc.constantFrom('in-format' as const, 'additional' as const), (head, bytes, form) => {
      const encoded = encodeMessage({ header: head, data: bytes }, form);
      if (!encoded.ok) return expect(form === 'in-format' && bytes.length > 63).toBe(true);
      const read = readMessage(concat(encoded.value, bytesOf(0xaa)));
      expect(read).toEqual({ kind: 'message', message: { header: head, data: bytes }, size: encoded.value.length });
    }),
  );
  expect(encodeMessage({ header: { kind: 'none' }, data: new Uint8Array() }, 'additional').ok).toBe(false);
  expect(encodeMessage({ header: { kind: 'none' }, data: new Uint8Array(256) }, 'additional')).toMatchObject({
    error: expect.stringContaining('255 bytes here and this one has 256'),
  });
});

test('[KLN-R3] every split of an answer gives the same message', () => {
  const answer = encodeMessage(
    { header: { kind: 'physical', target: 0xf1, source: 0x10 }, data: bytesOf(0x61, 1, 2, 3) },
    'additional',
  );
  const bytes = answer.ok ? answer.value : new Uint8Array();
  for (let cut = 0; cut <= bytes.length; cut++) {
    const wire = new Wire();
    wire.send('2101', PHYSICAL);
    wire.pass(300);
    wire.toTester({ kind: 'received', bytes: bytes.subarray(0, cut) });
    wire.pass(10);
    wire.toTester({ kind: 'received', bytes: bytes.subarray(cut) });
    expect(wire.messages).toEqual(['61010203']);
    expect(wire.told.slice(-2).map(({ kind }) => kind)).toEqual(['indication', 'message']);
  }
});

test('[KLN-R4] answers of three units without a pause are told apart; one damaged byte leaves none', () => {
  const carb = (source: number, ...bytes: number[]) => {
    const encoded = encodeMessage(
      { header: { kind: 'carb', format: 0x48, target: 0x6b, source }, data: bytesOf(...bytes) },
      'in-format',
    );
    return encoded.ok ? encoded.value : new Uint8Array();
  };
  const all = concat(carb(0x10, 0x41, 0, 1, 2, 3, 4), carb(0x18, 0x41, 0, 9, 9, 9, 9), carb(0x28, 0x7f, 1));
  expect(readCarb(all)?.map((message) => hex(message.data))).toEqual(['410001020304', '410009090909', '7f01']);
  expect(readCarb(all.with(8, 0xff))).toBeUndefined();
});

const testerInput: fc.Arbitrary<TesterInput> = fc.oneof(
  fc.record({ kind: fc.constant('received' as const), bytes: fc.uint8Array({ maxLength: 600 }) }),
  fc.record({
    kind: fc.constant('send' as const),
    ticket: fc.nat(),
    to: fc.record({ mode: fc.constantFrom('physical' as const, 'functional' as const), address: byte }),
    bytes: fc.uint8Array({ maxLength: 300 }),
  }),
  fc.constantFrom({ kind: 'performed' } as const, { kind: 'not-performed' } as const, { kind: 'tick' } as const),
);
const lineInput: fc.Arbitrary<LineInput> = fc.oneof(
  fc.record({ kind: fc.constant('received' as const), bytes: fc.uint8Array({ maxLength: 600 }) }),
  fc.record({ kind: fc.constant('answer' as const), from: byte, bytes: fc.uint8Array({ maxLength: 300 }) }),
  fc.record({ kind: fc.constant('address-byte' as const), byte }),
  fc.constantFrom({ kind: 'wake-up' } as const, { kind: 'tick' } as const),
);
const schedule = <T>(input: fc.Arbitrary<T>) =>
  fc.array(fc.tuple(input, fc.integer({ min: 0, max: 400 })), { maxLength: 60 });

test('[KLN-R5] a tester survives any input at any time, and never holds more than two messages', () => {
  const machine = kLineTester(TESTER_DEFAULTS);
  fc.assert(
    fc.property(schedule(testerInput), (inputs) => {
      let state: TesterState = TESTER_START;
      let now = 0;
      for (const [input, wait] of inputs) {
        now += wait;
        state = machine.step(state, input, millis(now)).state;
        expect(state.heard.length).toBeLessThanOrEqual(520);
        expect(state.jobs.length).toBeLessThanOrEqual(TESTER_DEFAULTS.queue);
        expect(machine.deadline(state) ?? Number.POSITIVE_INFINITY).toBeGreaterThan(now);
      }
    }),
  );
});

test('[KLN-R5] units survive any input at any time', () => {
  const machine = kLineServer({ units: [ENGINE], ...LINE_DEFAULTS, wakeUp: 'assumed' });
  fc.assert(
    fc.property(schedule(lineInput), (inputs) => {
      let state: LineState = LINE_START;
      let now = 0;
      for (const [input, wait] of inputs) {
        now += wait;
        state = machine.step(state, input, millis(now)).state;
        expect(state.heard.length).toBeLessThanOrEqual(520);
        expect(state.outbox.length).toBeLessThanOrEqual(65);
        expect(machine.deadline(state) ?? Number.POSITIVE_INFINITY).toBeGreaterThan(now);
      }
    }),
  );
});

test('[KLN-R5] damaged and torn real exchanges end without a throw, whatever byte is hit', () => {
  fc.assert(
    fc.property(fc.nat(200), byte, (victim, value) => {
      let count = 0;
      const damage = (bytes: Uint8Array) => bytes.map((old) => (count++ === victim ? value : old));
      const wire = new Wire({ toUnits: damage, echo: damage, answer: () => ['6101'] });
      for (let i = 0; i < 4; i++) wire.send('2101');
      wire.pass(30_000);
      expect(wire.of('sent').length + wire.of('failed').length).toBe(4);
    }),
  );
});
