import { after, type Millis, millis, ok, readUint } from '@baylink/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { client, createClient } from './client/client.js';
import { EXACT } from './client/client.rig.js';
import type { ClientInput, Outcome } from './client/io.js';
import type { ServerInput } from './server/io.js';
import { createServer, server } from './server/server.js';
import { type Application, CHANCE, MAX_TURNS, SAMPLE } from './server/server.rig.js';

type Event =
  | { readonly at: Millis; readonly to: 'client'; readonly input: ClientInput }
  | { readonly at: Millis; readonly to: 'server'; readonly input: ServerInput };

/** What the line does with the n-th message: loses it or brings it after so many milliseconds. */
type Fate = 'lost' | number;

interface Run {
  readonly outcomes: Outcome[];
  readonly ended: Millis;
}

/** A client and a server on a bad line, with an application that takes its time; runs until `requests` have ended. */
function run(requests: readonly Uint8Array[], fates: readonly Fate[], application: Application): Run {
  let now = millis(0);
  let tester = createClient({ ...EXACT, total: millis(20_000) });
  let unit = createServer(SAMPLE, { at: now });
  const events: Event[] = [];
  const outcomes: Outcome[] = [];
  let message = 0;
  let opened = 0;

  const carry = (event: Event): void => {
    const fate = fates[message++ % Math.max(1, fates.length)] ?? 0;
    if (fate !== 'lost') events.push({ ...event, at: after(now, millis(fate)) });
  };
  const toServer = (input: ServerInput): void => {
    const turn = server.step(unit, input, now);
    unit = turn.state;
    for (const out of turn.out) {
      if (out.kind === 'respond') carry({ at: now, to: 'client', input: { kind: 'message', bytes: out.bytes } });
      if (out.kind !== 'ask') continue;
      const reply = application(out.request, out.context);
      if (reply === 'never') continue;
      const [takes, result] = 'takes' in reply ? [reply.takes, reply.result] : [0, reply];
      events.push({ at: after(now, millis(takes)), to: 'server', input: { kind: 'answer', id: out.id, result } });
    }
  };
  const toClient = (input: ClientInput): void => {
    const turn = client.step(tester, input, now);
    tester = turn.state;
    for (const out of turn.out) {
      if (out.kind === 'done') outcomes.push(out.outcome);
      if (out.kind !== 'send') continue;
      events.push({ at: now, to: 'client', input: { kind: 'sent', id: out.id } });
      const input = { kind: 'request', bytes: out.bytes, tester: 1, addressing: 'physical', chance: CHANCE } as const;
      carry({ at: now, to: 'server', input });
    }
  };

  for (let turns = 0; turns < MAX_TURNS; turns++) {
    const next = requests[outcomes.length];
    if (opened === outcomes.length) {
      if (next === undefined) return { outcomes, ended: now };
      toClient({ kind: 'request', id: opened++, bytes: next });
    }
    const clientAt = client.deadline(tester) ?? Number.POSITIVE_INFINITY;
    const serverAt = server.deadline(unit) ?? Number.POSITIVE_INFINITY;
    events.sort((a, b) => a.at - b.at);
    const [first] = events;
    if (first !== undefined && first.at <= Math.min(clientAt, serverAt)) {
      events.shift();
      now = millis(Math.max(now, first.at));
      deliver(first);
    } else {
      now = millis(Math.max(now, Math.min(clientAt, serverAt)));
      if (clientAt <= serverAt) toClient({ kind: 'tick' });
      else toServer({ kind: 'tick' });
    }
  }

  throw new Error(`client and server do not get beyond ${now} ms`);

  function deliver(event: Event): void {
    if (event.to === 'client') toClient(event.input);
    else toServer(event.input);
  }
}

const fate: fc.Arbitrary<Fate> = fc.oneof(
  { weight: 1, arbitrary: fc.constant('lost' as const) },
  { weight: 4, arbitrary: fc.nat(60) },
);

test('[C22][UDS-R55] whatever is lost or late, requests end in time, and a positive one was done by the unit', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(0xffff), { minLength: 1, maxLength: 8 }),
      fc.array(fate, { minLength: 1, maxLength: 30 }),
      fc.array(fc.integer({ min: 0, max: 8000 }), { minLength: 1, maxLength: 8 }),
      (rids, fates, durations) => {
        const done: (number | undefined)[] = [];
        const requests = rids.map((rid) => Uint8Array.of(0x31, 0x01, rid >> 8, rid & 0xff));
        const { outcomes, ended } = run(requests, fates, (ask) => {
          if (ask.service === 'RoutineControl') done.push(ask.rid);
          return { takes: durations[done.length % durations.length] ?? 0, result: ok(new Uint8Array()) };
        });
        expect(outcomes).toHaveLength(rids.length);
        expect(ended).toBeLessThanOrEqual(rids.length * 20_000);
        for (const [index, outcome] of outcomes.entries()) {
          if (outcome.kind !== 'positive') continue;
          expect(readUint(outcome.bytes, 2, 2)).toBe(rids[index]);
          expect(done).toContain(rids[index]);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('[C16][UDS-R55] on a good line every request is done, once, and in order', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat(0xffff), { minLength: 1, maxLength: 8 }),
      fc.array(fc.integer({ min: 0, max: 8000 }), { minLength: 1, maxLength: 8 }),
      (rids, durations) => {
        const done: number[] = [];
        const requests = rids.map((rid) => Uint8Array.of(0x31, 0x01, rid >> 8, rid & 0xff));
        const { outcomes } = run(requests, [1], (ask) => {
          if (ask.service === 'RoutineControl') done.push(ask.rid);
          return { takes: durations[done.length % durations.length] ?? 0, result: ok(new Uint8Array()) };
        });
        expect(outcomes.map(({ kind }) => kind)).toEqual(rids.map(() => 'positive'));
        expect(done).toEqual(rids);
      },
    ),
    { numRuns: 200 },
  );
});
