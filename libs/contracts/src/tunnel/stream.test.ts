import { after, millis, seconds } from '@baylink/kernel';
import { expect, test } from 'vitest';
import type { StreamFrame, StreamPayload } from './frame.js';
import { meetStranger, stream } from './stream.js';
import { streamLimits } from './stream-limits.table.js';
import { hasRoom, openStream, type StreamInput, type StreamOut, type StreamState } from './stream-state.js';

const ID = 'AAAAAAAAAAAAAAAAAAAAAA';
const NOW = millis(1000);
const note = (text: string): StreamPayload => ({ kind: 'envelope', jws: text });
const data = (seq: number, ack = 0): StreamFrame => ({ kind: 'data', stream: ID, seq, ack, payload: note(`${seq}`) });
const frame = (value: StreamFrame): StreamInput => ({ kind: 'frame', frame: value });

function play(state: StreamState, ...inputs: StreamInput[]): { state: StreamState; out: StreamOut[] } {
  let current = state;
  const out: StreamOut[] = [];
  for (const input of inputs) {
    const turn = stream.step(current, input, NOW);
    current = turn.state;
    out.push(...turn.out);
  }
  return { state: current, out };
}

const sent = (out: readonly StreamOut[]) => out.flatMap((one) => (one.kind === 'transmit' ? [one.frame] : []));
const flowing = () => play(openStream(ID, NOW), { kind: 'path' }).state;

test('[STR-R2] a full window takes nothing and says so; an acknowledgement makes room again', () => {
  let state = flowing();
  for (let i = 0; i < streamLimits.windowCount; i++) state = play(state, { kind: 'send', payload: note('x') }).state;
  expect(hasRoom(state, note('x'))).toBe(false);
  const refused = play(state, { kind: 'send', payload: note('one more') });
  expect(refused.out).toEqual([{ kind: 'full' }]);
  expect(refused.state.outbox).toHaveLength(streamLimits.windowCount);
  const acked = play(state, frame({ kind: 'ack', stream: ID, ack: 10 }));
  expect(acked.out).toContainEqual({ kind: 'drained' });
  expect(hasRoom(acked.state, note('x'))).toBe(true);
});

test('[STR-R2] the window is counted in characters too, and one payload always fits an empty one', () => {
  let state = flowing();
  const large = note('x'.repeat(65536));
  let taken = 0;
  while (hasRoom(state, large)) {
    state = play(state, { kind: 'send', payload: large }).state;
    taken++;
  }
  expect(taken).toBe(15);
  expect(state.outboxBytes).toBeLessThanOrEqual(streamLimits.windowBytes);
});

test('[STR-R3][STR-R4] what has arrived is acknowledged once it is consumed: the eighth at once, fewer after 40 ms', () => {
  let state = flowing();
  for (let seq = 0; seq < 8; seq++) state = play(state, frame(data(seq))).state;
  const tick = stream.step(state, { kind: 'tick' }, after(NOW, millis(1000)));
  expect(sent(tick.out)).toEqual([]);
  const seven = play(state, ...Array.from({ length: 7 }, (): StreamInput => ({ kind: 'consumed' })));
  expect(sent(seven.out)).toEqual([]);
  expect(stream.deadline(seven.state)).toBe(after(NOW, streamLimits.ackDelay));
  const late = stream.step(seven.state, { kind: 'tick' }, after(NOW, streamLimits.ackDelay));
  expect(sent(late.out)).toEqual([{ kind: 'ack', stream: ID, ack: 7 }]);
  const eight = play(seven.state, { kind: 'consumed' });
  expect(sent(eight.out)).toEqual([{ kind: 'ack', stream: ID, ack: 8 }]);
});

test('[STR-R5] after a cut it asks, and sends what the answer leaves unacknowledged', () => {
  const busy = play(flowing(), { kind: 'send', payload: note('0') }, frame(data(0, 1)), { kind: 'consumed' }).state;
  const waiting = play(
    busy,
    { kind: 'send', payload: note('1') },
    { kind: 'send', payload: note('2') },
    { kind: 'no-path' },
  );
  const back = play(waiting.state, { kind: 'path' });
  expect(sent(back.out)).toEqual([{ kind: 'resume', stream: ID, ack: 1 }]);
  const told = play(back.state, frame({ kind: 'ack', stream: ID, ack: 2 }));
  expect(sent(told.out)).toEqual([{ kind: 'data', stream: ID, seq: 2, ack: 1, payload: note('2') }]);
  const asked = play(told.state, frame({ kind: 'resume', stream: ID, ack: 2 }));
  expect(sent(asked.out).map((one) => one.kind)).toEqual(['data', 'ack']);
});

test('[STR-R13] an outbox that does not move is asked about; it is sent again only when the peer says that it lacks it', () => {
  const known = play(flowing(), frame(data(0)), { kind: 'consumed' }).state;
  const waiting = play(known, { kind: 'send', payload: note('a') }, { kind: 'send', payload: note('b') }).state;
  const asking = stream.step(waiting, { kind: 'tick' }, after(NOW, streamLimits.resend));
  expect(sent(asking.out)).toEqual([{ kind: 'resume', stream: ID, ack: 1 }]);
  const slow = play(asking.state, frame({ kind: 'ack', stream: ID, ack: 1 }));
  expect(sent(slow.out)).toEqual([]);
  const lost = play(asking.state, frame({ kind: 'ack', stream: ID, ack: 0 }));
  expect(sent(lost.out).map((one) => one.kind === 'data' && one.seq)).toEqual([0, 1]);
});

test('[STR-R5] nothing leaves while there is no path', () => {
  const cut = play(flowing(), { kind: 'no-path' }, { kind: 'send', payload: note('0') }, frame(data(0)));
  expect(cut.out).toEqual([]);
  expect(stream.deadline(cut.state)).toBeUndefined();
});

test('[STR-R6] a gap is asked for once, then again after a growing wait', () => {
  const first = play(flowing(), frame(data(0)), { kind: 'consumed' }, frame(data(2)), frame(data(3)));
  expect(sent(first.out)).toEqual([{ kind: 'resume', stream: ID, ack: 1 }]);
  const once = after(NOW, streamLimits.resend);
  expect(sent(stream.step(first.state, { kind: 'tick' }, millis(once - 1)).out).map((one) => one.kind)).not.toContain(
    'resume',
  );
  const again = stream.step(first.state, { kind: 'tick' }, once);
  expect(sent(again.out)).toEqual([{ kind: 'resume', stream: ID, ack: 1 }]);
  const third = stream.step(again.state, { kind: 'tick' }, after(once, millis(2 * streamLimits.resend)));
  expect(sent(third.out)).toHaveLength(1);
  expect(sent(stream.step(again.state, { kind: 'tick' }, after(once, streamLimits.resend)).out)).toEqual([]);
});

test('[STR-R7] reset ends the stream, drops its outbox and is told once', () => {
  const dead = play(flowing(), { kind: 'send', payload: note('0') }, frame({ kind: 'reset', stream: ID }));
  expect(dead.out.at(-1)).toEqual({ kind: 'reset' });
  expect(dead.state).toMatchObject({ phase: 'closed', outbox: [] });
  expect(play(dead.state, { kind: 'path' }, frame(data(0)), { kind: 'send', payload: note('1') }).out).toEqual([]);
});

test.each([
  ['its first payload', data(0), 'open'],
  ['a later payload', data(1), 'reset'],
  ['an acknowledgement', { kind: 'ack', stream: ID, ack: 3 }, 'reset'],
  ['a resume', { kind: 'resume', stream: ID, ack: 3 }, 'reset'],
  ['a reset', { kind: 'reset', stream: ID }, 'ignore'],
] as const)('[STR-R8] %s of an unknown stream', (_, value, verdict) => {
  expect(meetStranger(value)).toBe(verdict);
});

test('[STR-R9] an acknowledgement of what was never sent ends the stream on both sides', () => {
  const broken = play(flowing(), { kind: 'send', payload: note('0') }, frame({ kind: 'ack', stream: ID, ack: 2 }));
  expect(broken.out.slice(-2)).toEqual([{ kind: 'transmit', frame: { kind: 'reset', stream: ID } }, { kind: 'reset' }]);
});

test('[STR-R10] an idle stream gives a sign of life every 15 s', () => {
  const idle = play(
    flowing(),
    frame(data(0)),
    { kind: 'consumed' },
    frame({ kind: 'resume', stream: ID, ack: 0 }),
  ).state;
  expect(stream.deadline(idle)).toBe(after(NOW, seconds(15)));
  expect(sent(stream.step(idle, { kind: 'tick' }, after(NOW, seconds(15))).out)).toEqual([
    { kind: 'ack', stream: ID, ack: 1 },
  ]);
});

test('[STR-R11] a gap that nobody closes ends the stream after a bounded number of questions', () => {
  let { state } = play(flowing(), frame(data(0)), { kind: 'consumed' }, frame(data(5)));
  let now = NOW;
  let asked = 1;
  for (let i = 0; i < 100 && state.phase !== 'closed'; i++) {
    now = stream.deadline(state) ?? now;
    const turn = stream.step(state, { kind: 'tick' }, now);
    asked += sent(turn.out).filter((one) => one.kind === 'resume').length;
    state = turn.state;
  }
  expect(state.phase).toBe('closed');
  expect(asked).toBe(streamLimits.asks);
});

test('[STR-R12] a first payload without an answer is sent again, later each time', () => {
  let { state } = play(flowing(), { kind: 'send', payload: note('hello') });
  const waits: number[] = [];
  let now = NOW;
  for (let i = 0; i < 5; i++) {
    const due = stream.deadline(state) ?? now;
    waits.push(due - now);
    now = due;
    const turn = stream.step(state, { kind: 'tick' }, now);
    expect(sent(turn.out)).toEqual([{ kind: 'data', stream: ID, seq: 0, ack: 0, payload: note('hello') }]);
    state = turn.state;
  }
  expect(waits).toEqual([2000, 4000, 8000, 16000, 16000]);
});
