import { type Millis, millis } from '@baylink/kernel';
import { readMessage } from '../reader.js';
import { byteTime } from '../timing.js';
import type { TesterOut } from './io.js';
import { type Context, later, type Phase, type Purpose, type TesterState, type Turn } from './state.js';

type Writing = Extract<Phase, { name: 'writing' }>;

/** How a transmission stands after a byte was written or heard. */
export type Written =
  | { readonly kind: 'under-way'; readonly turn: Turn }
  /** Everything was written and, where it is expected, heard back; `rest` is what came after it. */
  | { readonly kind: 'done'; readonly state: TesterState; readonly purpose: Purpose; readonly rest: Uint8Array }
  | { readonly kind: 'failed'; readonly state: TesterState; readonly purpose: Purpose; readonly error: EchoError };
export type EchoError = 'echo-missing' | 'echo-wrong';

const NOTHING = new Uint8Array();

/** Begins to write; the first byte leaves at once. */
export function beginWriting(state: TesterState, purpose: Purpose, bytes: Uint8Array, context: Context): Turn {
  const phase: Writing = { name: 'writing', purpose, bytes, written: 0, echoed: 0, due: context.now };
  return writeNext({ ...state, heard: NOTHING }, phase, context);
}

function writeNext(state: TesterState, phase: Writing, { options, now }: Context): Turn {
  const { bytes, written } = phase;
  const chunk = options.p4 > 0 ? bytes.subarray(written, written + 1) : bytes.subarray(written);
  const total = written + chunk.length;
  const onLine = byteTime(chunk.length);
  const due = total < bytes.length ? later(now, onLine, options.p4) : later(now, onLine, echoPatience(options));
  const out: TesterOut = { kind: 'perform', action: { kind: 'write', bytes: chunk.slice() } };
  return { state: { ...state, phase: { ...phase, written: total, due } }, out: [out] };
}

const echoPatience = ({ echo, latency }: Context['options']): Millis => (echo === 'expected' ? latency : millis(0));

/** Time has come: for the next byte, or for the end. */
export function continueWriting(state: TesterState, phase: Writing, context: Context): Written {
  if (context.now < phase.due) return { kind: 'under-way', turn: { state, out: [] } };
  if (phase.written < phase.bytes.length) return { kind: 'under-way', turn: writeNext(state, phase, context) };
  const { purpose } = phase;
  if (context.options.echo === 'absent') return { kind: 'done', state, purpose, rest: NOTHING };
  return { kind: 'failed', state, purpose, error: phase.echoed === 0 ? 'echo-missing' : 'echo-wrong' };
}

/** What was heard while writing can only be the echo. (ISO 14230-2 4.4: one wire, both directions) */
export function hearEcho(state: TesterState, phase: Writing, bytes: Uint8Array, { options }: Context): Written {
  const { purpose } = phase;
  if (options.echo === 'absent') return { kind: 'under-way', turn: { state, out: [] } };
  const received = phase.echoed === 0 ? withoutWakeUp(bytes, phase) : bytes;
  const expected = phase.bytes.subarray(phase.echoed, phase.written);
  const count = Math.min(received.length, expected.length);
  for (let i = 0; i < count; i++)
    if (received[i] !== expected[i]) return { kind: 'failed', state, purpose, error: differs(phase, i, received) };
  const echoed = phase.echoed + count;
  const rest = received.slice(count);
  if (echoed === phase.bytes.length) return { kind: 'done', state, purpose, rest };
  if (rest.length > 0) return { kind: 'failed', state, purpose, error: 'echo-wrong' };
  return { kind: 'under-way', turn: { state: { ...state, phase: { ...phase, echoed } }, out: [] } };
}

/** When everything was written and nothing of it came back, what is heard now is no echo but an answer: whole, in a session. */
function differs({ purpose, bytes, written, echoed }: Writing, at: number, received: Uint8Array): EchoError {
  if (written < bytes.length || echoed > 0) return 'echo-wrong';
  const answer = 'session' in purpose ? readMessage(received).kind === 'message' : at === 0;
  return answer ? 'echo-missing' : 'echo-wrong';
}

/** A receiver makes zero bytes of the line's being low for long; they may come late. */
function withoutWakeUp(bytes: Uint8Array, { purpose }: Writing): Uint8Array {
  if (purpose.kind !== 'start') return bytes;
  const first = bytes.findIndex((byte) => byte !== 0);
  return first === -1 ? NOTHING : bytes.subarray(first);
}
