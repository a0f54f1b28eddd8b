import { type Clock, type Millis, millis, wallMillis } from '@baylink/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Inbox } from './inbox.js';
import { Outbox } from './outbox.js';

/** Stands still; `stall` fires what was to be woken. */
function standingClock() {
  const wakes = new Set<() => void>();
  const clock: Clock = {
    now: () => millis(0),
    nanos: () => 0n,
    wall: () => wallMillis(0),
    wake: (_at: Millis, run) => {
      wakes.add(run);
      return () => wakes.delete(run);
    },
  };
  return { clock, wakes };
}

test('[BRK-R31] for every mix of sizes and of readiness: order is kept, and only one item stands above the mark', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 90 }), fc.boolean())), (items) => {
      const { clock } = standingClock();
      const sent: number[] = [];
      let room = 0;
      const sink = {
        ready: () => room > 0,
        send: (item: number) => {
          sent.push(item);
          room -= 1;
        },
      };
      const outbox = new Outbox<number>(sink, { highWater: 100, stall: 1 }, clock, () => {});
      let put = 0;
      let held = false;
      for (const [bytes, drain] of items) {
        if (drain) {
          room += 1;
          outbox.pump();
          held &&= outbox.bytes > 50;
        }
        if (held) continue;
        held = outbox.put(put++, bytes) !== true;
        expect(outbox.bytes).toBeLessThanOrEqual(100 + bytes);
      }
      room = Number.POSITIVE_INFINITY;
      outbox.pump();
      expect(sent).toEqual(Array.from({ length: put }, (_, index) => index));
    }),
  );
});

test('[BRK-R32] a held outbox is given up when its time is over, and who waits is told', async () => {
  const { clock, wakes } = standingClock();
  let stalled = 0;
  const sink = { ready: () => false, send: () => {} };
  const outbox = new Outbox<string>(sink, { highWater: 1, stall: 1 }, clock, () => {
    stalled += 1;
    outbox.close();
  });
  const waiting = outbox.put('frame', 2);
  expect(wakes.size).toBe(1);
  for (const wake of wakes) wake();
  expect(stalled).toBe(1);
  expect(await waiting).toBe(false);
  expect(outbox.put('frame', 2)).toBe(false);
});

test('[BRK-R37] an inbox deals with one message at a time, in order, and opens the valve when it is empty', async () => {
  const done: string[] = [];
  const valve: string[] = [];
  const gates: (() => void)[] = [];
  const handle = (message: string): void | Promise<void> => {
    done.push(message);
    if (message.startsWith('slow')) return new Promise<void>((open) => gates.push(open));
  };
  const inbox = new Inbox<string>(
    handle,
    { hold: () => valve.push('hold'), release: () => valve.push('release') },
    100,
    { flood: () => done.push('flood'), fault: () => done.push('fault') },
  );
  inbox.accept('fast', 1);
  inbox.accept('slow 1', 1);
  inbox.accept('after', 1);
  inbox.accept('slow 2', 1);
  expect(done).toEqual(['fast', 'slow 1']);
  expect(valve).toEqual(['hold']);
  gates[0]?.();
  await new Promise(setImmediate);
  expect(done).toEqual(['fast', 'slow 1', 'after', 'slow 2']);
  gates[1]?.();
  await new Promise(setImmediate);
  expect(valve).toEqual(['hold', 'release']);
});

test('[BRK-R33] an inbox that fills past its limit says so once and takes nothing more', () => {
  let floods = 0;
  const seen: number[] = [];
  const inbox = new Inbox<number>(
    (message) => {
      seen.push(message);
      return new Promise(() => {});
    },
    { hold: () => {}, release: () => {} },
    10,
    {
      flood: () => {
        floods += 1;
      },
      fault: () => {},
    },
  );
  for (let message = 0; message < 20; message++) inbox.accept(message, 4);
  expect(floods).toBe(1);
  expect(seen).toEqual([0]);
});

test('an inbox that meets a fault says so once and takes nothing more', async () => {
  const faults: unknown[] = [];
  const seen: number[] = [];
  const inbox = new Inbox<number>(
    (message) => {
      seen.push(message);
      throw new Error('disk full');
    },
    { hold: () => {}, release: () => {} },
    10,
    { flood: () => {}, fault: (error) => faults.push(error) },
  );
  for (let message = 0; message < 3; message++) inbox.accept(message, 1);
  await new Promise(setImmediate);
  inbox.accept(9, 1);
  expect(faults).toHaveLength(1);
  expect(seen).toEqual([0]);
});
