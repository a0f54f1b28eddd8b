import { concat, type Machine, type Millis, millis, unreachable } from '@baylink/kernel';
import { LONGEST_DATA } from '../message.js';
import { readCarb, readMessage } from '../reader.js';
import { INIT } from '../timing.js';
import { called, confirm, hearKey, introduce } from './introducing.js';
import type { LineInput, LineOptions, LineOut } from './io.js';
import { change, follow, type LineContext, type LineState, type LineTurn, plus, rest } from './state.js';
import { fallAsleep, hearMessage, queue } from './talking.js';

const NOTHING = new Uint8Array();
const MOST_HEARD = 2 * (LONGEST_DATA + 5);
/** Messages that units may have waiting; a tester that is not served by so many is not listening. */
const MOST_WAITING = 64;
/** P4max: a request whose bytes are further apart is none. (ISO 14230-2 4.4) */
const P4_MAX = millis(20);

/** The units' side of K-Line: ISO 14230-2 and ISO 9141-2 for every unit on one wire. */
export function kLineServer(options: LineOptions): Machine<LineState, LineInput, LineOut> {
  return {
    step: (before, input, now) => {
      const context = { options, now };
      return catchUp(
        follow(catchUp(rest(before), context), (state) => react(state, input, context)),
        context,
      );
    },
    deadline: (state) => deadline(state, options),
  };
}

function catchUp(start: LineTurn, { options, now }: LineContext): LineTurn {
  let turn = start;
  for (let due = deadline(turn.state, options); due !== undefined && due <= now; ) {
    const at = due;
    turn = follow(turn, (state) => live(state, { options, now: at }));
    due = deadline(turn.state, options);
  }
  return turn;
}

function react(state: LineState, input: LineInput, context: LineContext): LineTurn {
  const { options, now } = context;
  switch (input.kind) {
    case 'tick':
      return rest(state);
    case 'wake-up': {
      const until = plus(now, INIT.tWup, INIT.w5, options.latency);
      return change({ ...state, heard: NOTHING, outbox: [] }, { name: 'woken', until });
    }
    case 'address-byte':
      return called(state, input.byte, context);
    case 'received':
      return hear(state, input.bytes, context);
    case 'answer':
      return rest(
        state.outbox.length < MOST_WAITING ? queue(state, input.from, input.bytes, context, 'as-agreed') : state,
      );
    default:
      return unreachable(input);
  }
}

function hear(state: LineState, bytes: Uint8Array, context: LineContext): LineTurn {
  const { phase } = state;
  switch (phase.name) {
    case 'asleep':
      return context.options.wakeUp === 'assumed' ? listen(state, withoutLow(state, bytes), context) : rest(state);
    case 'woken':
    case 'talking':
      return listen(state, bytes, context);
    case 'awaiting-key': {
      const [byte] = bytes;
      return byte === undefined ? rest(state) : hearKey(state, phase, byte, context);
    }
    case 'introducing':
    case 'confirming':
      return rest(state);
    default:
      return unreachable(phase);
  }
}

/** Receivers make zero bytes of a line that is low for long; no message begins with one while nobody talks. */
function withoutLow({ heard }: LineState, bytes: Uint8Array): Uint8Array {
  if (heard.length > 0) return bytes;
  const first = bytes.findIndex((byte) => byte !== 0);
  return first === -1 ? NOTHING : bytes.subarray(first);
}

function listen(state: LineState, bytes: Uint8Array, context: LineContext): LineTurn {
  const heard = concat(state.heard, bytes.subarray(0, MOST_HEARD - state.heard.length));
  return take(rest({ ...state, heard, lastByte: context.now }), context);
}

function take(turn: LineTurn, context: LineContext): LineTurn {
  return follow(turn, (state) => {
    const reading = readMessage(state.heard);
    switch (reading.kind) {
      case 'incomplete':
      case 'open':
        return rest(state);
      case 'damaged':
        // A unit says nothing to what it cannot read. (ISO 14230-2 6)
        return rest({ ...state, heard: NOTHING });
      case 'message': {
        const left = { ...state, heard: state.heard.slice(reading.size) };
        return take(hearMessage(left, reading.message, context), context);
      }
      default:
        return unreachable(reading);
    }
  });
}

/** The tester has paused for longer than a message may. */
function silence(state: LineState, context: LineContext): LineTurn {
  const messages = readMessage(state.heard).kind === 'open' ? (readCarb(state.heard) ?? []) : [];
  return messages.reduce(
    (turn, message) => follow(turn, (next) => hearMessage(next, message, context)),
    rest({ ...state, heard: NOTHING }),
  );
}

function live(state: LineState, context: LineContext): LineTurn {
  const { phase, outbox } = state;
  const [next, ...others] = outbox;
  if (next !== undefined && next.at <= context.now) {
    const spoken = phase.name === 'talking' ? { ...phase, since: context.now } : phase;
    return {
      state: { ...state, phase: spoken, outbox: others, lastByte: context.now },
      out: [{ kind: 'write', bytes: next.bytes }],
    };
  }
  if (state.heard.length > 0 && silenceAt(state, context.options) <= context.now) return silence(state, context);
  switch (phase.name) {
    case 'asleep':
      return rest(state);
    case 'woken':
    case 'awaiting-key':
      return change(state, { name: 'asleep' });
    case 'introducing':
      return introduce(state, phase, context);
    case 'confirming':
      return confirm(state, phase, context);
    case 'talking':
      return fallAsleep(state, phase);
    default:
      return unreachable(phase);
  }
}

const silenceAt = ({ heard, lastByte }: LineState, { timing, latency }: LineOptions): Millis =>
  readMessage(heard).kind === 'open' ? plus(lastByte, timing.p2Min) : plus(lastByte, P4_MAX, latency);

function deadline(state: LineState, options: LineOptions): Millis | undefined {
  const due = [phaseDeadline(state, options)];
  if (state.heard.length > 0) due.push(silenceAt(state, options));
  due.push(state.outbox[0]?.at);
  const known = due.filter((at) => at !== undefined);
  return known.length === 0 ? undefined : millis(Math.min(...known));
}

function phaseDeadline({ phase }: LineState, { latency }: LineOptions): Millis | undefined {
  switch (phase.name) {
    case 'asleep':
      return undefined;
    case 'woken':
    case 'awaiting-key':
      return phase.until;
    case 'introducing':
    case 'confirming':
      return phase.at;
    case 'talking':
      return plus(phase.since, phase.timing.p3Max, latency);
    default:
      return unreachable(phase);
  }
}
