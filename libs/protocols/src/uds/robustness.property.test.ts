import { after, err, type Machine, type Millis, millis, ok } from '@baylink/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { client, createClient } from './client/client.js';
import { collector, createCollector } from './client/collector.js';
import type { CollectorInput } from './client/collector-io.js';
import { CLIENT_DEFAULTS, type ClientInput } from './client/io.js';
import {
  createTesterPresent,
  TESTER_PRESENT_DEFAULTS,
  type TesterPresentInput,
  testerPresent,
} from './client/tester-present.js';
import { REQUESTS, RESPONSES } from './codec/messages.rig.js';
import { SERVICES } from './codec/services.table.js';
import type { ServerInput } from './server/io.js';
import { createServer, server } from './server/server.js';
import { bytes, SAMPLE } from './server/server.rig.js';

const message = fc.oneof(
  fc
    .tuple(fc.constantFrom(0x7f, ...SERVICES.flatMap(({ sid }) => [sid, sid + 0x40])), fc.uint8Array({ maxLength: 12 }))
    .map(([first, rest]) => Uint8Array.of(first, ...rest)),
  fc
    .constantFrom('1003', '1002', '2701', '2702eeddccbb', '3400112008', '3601aabbccdd', '3602aabbccdd', '37', '1101')
    .map((text) => Uint8Array.from(Buffer.from(text, 'hex'))),
  fc.constantFrom(...REQUESTS, ...RESPONSES).map(bytes),
  fc.uint8Array({ maxLength: 40 }),
);

const tick = fc.constant({ kind: 'tick' } as const);
const indication = fc.constant({ kind: 'indication' } as const);
const failure = fc.constant({ kind: 'link-failed', error: { kind: 'lost', message: 'gone' } } as const);
const result = fc.oneof(fc.uint8Array({ maxLength: 20 }).map(ok<Uint8Array>), fc.nat(255).map(err<number>));

const serverInput: fc.Arbitrary<ServerInput> = fc.oneof(
  tick,
  indication,
  fc.constant({ kind: 'reception-failed' } as const),
  fc.record({ kind: fc.constant('answer' as const), id: fc.integer({ min: 1, max: 20 }), result }),
  fc.record({
    kind: fc.constant('request' as const),
    bytes: message,
    tester: fc.nat(3),
    addressing: fc.constantFrom('physical' as const, 'functional' as const),
    chance: fc.uint8Array({ maxLength: 16 }),
  }),
);

const clientInput: fc.Arbitrary<ClientInput> = fc.oneof(
  tick,
  indication,
  failure,
  fc.record({ kind: fc.constant('request' as const), id: fc.nat(5), bytes: message }),
  fc.record({ kind: fc.constant('sent' as const), id: fc.nat(5) }),
  fc.record({ kind: fc.constant('message' as const), bytes: message }),
);

const from = fc.nat(4);
const collectorInput: fc.Arbitrary<CollectorInput> = fc.oneof(
  tick,
  failure,
  fc.constant({ kind: 'sent' } as const),
  fc.record({ kind: fc.constantFrom('indication' as const, 'reception-failed' as const), from }),
  fc.record({ kind: fc.constant('request' as const), bytes: message }),
  fc.record({ kind: fc.constant('message' as const), from, bytes: message }),
);

const presenceInput: fc.Arbitrary<TesterPresentInput> = fc.oneof(
  fc.record({ kind: fc.constantFrom('start' as const, 'stop' as const, 'sent' as const, 'tick' as const) }),
  fc.record({
    kind: fc.constantFrom('hold' as const, 'release' as const),
    why: fc.constantFrom('segmented' as const, 'pending' as const),
  }),
);

/** Feeds anything at any time, and after each input the ticks that are due: time must always go on. */
function survives<State, Input, Out>(
  machine: Machine<State, Input | { kind: 'tick' }, Out>,
  start: State,
  input: fc.Arbitrary<Input>,
): void {
  const story = fc.array(fc.tuple(input, fc.oneof(fc.nat(60), fc.nat(10_000))), { maxLength: 40 });
  fc.assert(
    fc.property(story, (inputs) => {
      let state = start;
      let now: Millis = millis(0);
      for (const [next, pause] of inputs) {
        now = after(now, millis(pause));
        state = machine.step(state, next, now).state;
        for (let ticks = 0; (machine.deadline(state) ?? Number.POSITIVE_INFINITY) <= now; ticks++) {
          expect(ticks).toBeLessThan(3);
          state = machine.step(state, { kind: 'tick' }, now).state;
        }
      }
    }),
    { numRuns: 500 },
  );
}

test('[UDS-R56] the server survives everything', () =>
  survives(server, createServer(SAMPLE, { at: millis(0) }), serverInput));

test('[UDS-R56] a server with every service survives everything', () => {
  const services = SERVICES.map(({ sid }) => ({ sid, sessions: 'any' as const }));
  survives(server, createServer({ ...SAMPLE, services }, { at: millis(0) }), serverInput);
});

test('[UDS-R56] the client survives everything', () => survives(client, createClient(CLIENT_DEFAULTS), clientInput));

test('[UDS-R56] the collector survives everything', () => {
  const config = { p2: millis(50), p2Star: millis(5000), margin: millis(0), total: millis(9000), maxAnswers: 3 };
  survives(collector, createCollector(config), collectorInput);
});

test('[UDS-R56] the keep-alive survives everything', () => {
  survives(testerPresent, createTesterPresent({ ...TESTER_PRESENT_DEFAULTS, duringPending: 'wait' }), presenceInput);
});
