import { after, type Millis, millis } from '@baylink/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StreamFrame } from './frame.js';
import { stream } from './stream.js';
import { streamLimits } from './stream-limits.table.js';
import { openStream, type StreamInput, type StreamState } from './stream-state.js';

type End = 'expert' | 'shop';
const other: Record<End, End> = { expert: 'shop', shop: 'expert' };

/** Two ends and a path that loses, repeats, reorders and breaks, all as the test says. */
class Path {
  readonly ends: Record<End, StreamState>;
  readonly wire: { to: End; frame: StreamFrame }[] = [];
  readonly sent: Record<End, string[]> = { expert: [], shop: [] };
  readonly got: Record<End, string[]> = { expert: [], shop: [] };
  now: Millis = millis(0);

  constructor() {
    const fresh = openStream('AAAAAAAAAAAAAAAAAAAAAA', this.now);
    this.ends = { expert: fresh, shop: fresh };
  }

  give(end: End, input: StreamInput): void {
    const turn = stream.step(this.ends[end], input, this.now);
    this.ends[end] = turn.state;
    for (const out of turn.out) {
      if (out.kind === 'transmit') this.wire.push({ to: other[end], frame: out.frame });
      else if (out.kind === 'deliver' && out.payload.kind === 'envelope') this.got[end].push(out.payload.jws);
      else if (out.kind === 'reset') throw new Error('a stream between two healthy ends was reset');
    }
    expect(turn.state.outbox.length).toBeLessThanOrEqual(streamLimits.windowCount);
    expect(turn.state.outboxBytes).toBeLessThanOrEqual(streamLimits.windowBytes);
    expect(turn.state.received - turn.state.consumed).toBeLessThanOrEqual(streamLimits.windowCount);
  }

  send(end: End): void {
    const text = `${end} ${this.sent[end].length}`;
    const before = this.ends[end].outbox.length;
    this.give(end, { kind: 'send', payload: { kind: 'envelope', jws: text } });
    if (this.ends[end].outbox.length > before) this.sent[end].push(text);
  }

  arrive(index: number, keep: boolean): void {
    const [packet] = keep ? [this.wire[index % this.wire.length]] : this.wire.splice(index % this.wire.length, 1);
    if (packet) this.give(packet.to, { kind: 'frame', frame: packet.frame });
  }

  wait(time: number): void {
    this.now = after(this.now, millis(time));
    for (const end of ['expert', 'shop'] as const) {
      const due = stream.deadline(this.ends[end]);
      if (due !== undefined && due <= this.now) this.give(end, { kind: 'tick' });
    }
  }

  /** The path works from here on; everything must come through. */
  settle(): void {
    for (const end of ['expert', 'shop'] as const) this.give(end, { kind: 'path' });
    const atRest = () =>
      this.wire.length === 0 && this.ends.expert.outbox.length === 0 && this.ends.shop.outbox.length === 0;
    for (let round = 0; round < 400 && (round < 2 || !atRest()); round++) {
      while (this.wire.length > 0) this.arrive(0, false);
      for (const end of ['expert', 'shop'] as const) {
        while (this.ends[end].consumed < this.ends[end].received) this.give(end, { kind: 'consumed' });
      }
      this.wait(500);
    }
  }
}

const end = fc.constantFrom<End>('expert', 'shop');
const action = fc.oneof(
  { weight: 6, arbitrary: end.map((one) => (path: Path) => path.send(one)) },
  { weight: 6, arbitrary: fc.nat(50).map((i) => (path: Path) => path.wire.length > 0 && path.arrive(i, false)) },
  { weight: 6, arbitrary: fc.constant((path: Path) => path.wire.length > 0 && path.arrive(0, false)) },
  { weight: 2, arbitrary: fc.nat(50).map((i) => (path: Path) => path.wire.length > 0 && path.arrive(i, true)) },
  { weight: 2, arbitrary: fc.nat(50).map((i) => (path: Path) => path.wire.splice(i, 1)) },
  { weight: 6, arbitrary: end.map((one) => (path: Path) => path.give(one, { kind: 'consumed' })) },
  { weight: 2, arbitrary: fc.nat(3000).map((time) => (path: Path) => path.wait(time)) },
  { weight: 1, arbitrary: end.map((one) => (path: Path) => path.give(one, { kind: 'no-path' })) },
  { weight: 2, arbitrary: end.map((one) => (path: Path) => path.give(one, { kind: 'path' })) },
  { weight: 1, arbitrary: fc.constant((path: Path) => path.wire.splice(0)) },
);

test('[STR-R1][STR-R2] everything arrives exactly once and in order, and no end remembers more than its window', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 400, size: 'max' }), (actions) => {
      const path = new Path();
      for (const act of actions) act(path);
      path.settle();
      expect(path.got.shop).toEqual(path.sent.expert);
      expect(path.got.expert).toEqual(path.sent.shop);
      expect(path.ends.expert.outbox).toEqual([]);
      expect(path.ends.shop.outbox).toEqual([]);
    }),
    { numRuns: 200 },
  );
});
