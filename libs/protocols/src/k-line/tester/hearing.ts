import { concat } from '@baylink/kernel';
import { COMMUNICATION, POSITIVE } from '../communication.table.js';
import { type KLineMessage, LONGEST_DATA } from '../message.js';
import { readCarb, readMessage, senderOf } from '../reader.js';
import type { ReceptionError } from './io.js';
import { hearStart } from './starting.js';
import { andThen, type Context, enter, later, type Session, still, type TesterState, type Turn } from './state.js';
import { endSession, hearAnswer } from './talking.js';

/** More than a message and its successor: what does not become a message until then never will. */
const MOST_HEARD = 2 * (LONGEST_DATA + 5);
const NOTHING = new Uint8Array();

/** Bytes of units, in the phases in which units may speak messages. */
export function hearBytes(state: TesterState, bytes: Uint8Array, context: Context): Turn {
  const before = state.heard;
  const heard = concat(before, bytes.subarray(0, MOST_HEARD - before.length));
  const turn: Turn = { state: { ...state, heard, lastByte: context.now }, out: [] };
  return takeMessages(beginning(turn, before), context);
}

/** P2 of the owner ends when the sender is known. */
function beginning(turn: Turn, before: Uint8Array): Turn {
  const { state } = turn;
  const source = sourceOf(state, state.heard);
  if (source === undefined || sourceOf(state, before) !== undefined || state.phase.name !== 'listening') return turn;
  if (state.phase.asked === 'alive') return turn;
  return { state, out: [...turn.out, { kind: 'indication', source }] };
}

function takeMessages(turn: Turn, context: Context): Turn {
  return andThen(turn, (state) => {
    const reading = readMessage(state.heard);
    switch (reading.kind) {
      case 'incomplete':
      case 'open':
        return still(state);
      case 'damaged':
        return damaged(state, 'checksum');
      case 'message': {
        const rest = { ...state, heard: state.heard.slice(reading.size) };
        const source = sourceOf(state, state.heard);
        const heard = andThen(hearMessage(rest, source, reading.message, context), (next) => beginningOfRest(next));
        return takeMessages(heard, context);
      }
    }
  });
}

const beginningOfRest = (state: TesterState): Turn =>
  state.heard.length === 0 ? still(state) : beginning(still(state), NOTHING);

/** The line has been silent for longer than a message may pause. */
export function silence(state: TesterState, context: Context): Turn {
  const messages = readMessage(state.heard).kind === 'open' ? readCarb(state.heard) : undefined;
  if (messages === undefined) return damaged(state, readMessage(state.heard).kind === 'open' ? 'checksum' : 'gap');
  return messages.reduce<Turn>(
    (turn, message) =>
      andThen(turn, (next) =>
        hearMessage(next, message.header.kind === 'none' ? undefined : message.header.source, message, context),
      ),
    still({ ...state, heard: NOTHING }),
  );
}

/** What is behind damaged bytes cannot be told from them: the line has to fall silent first. */
function damaged(state: TesterState, error: ReceptionError): Turn {
  const source = sourceOf(state, state.heard);
  return { state: { ...state, heard: NOTHING }, out: [{ kind: 'reception-failed', source, error }] };
}

function hearMessage(state: TesterState, source: number | undefined, message: KLineMessage, context: Context): Turn {
  const { phase } = state;
  const { header, data } = message;
  const forMe = header.kind === 'none' || header.kind === 'carb' || header.target === context.options.address;
  if (source === undefined || !forMe) return still(state);
  switch (phase.name) {
    case 'starting':
      return hearStart(state, phase, message, context);
    case 'listening':
      return hearAnswer(state, phase, source, message, context);
    case 'ready': {
      const quiet = enter(state, {
        ...phase,
        quietUntil: later(context.now, phase.session.timing.p3Min),
        since: context.now,
      });
      // A second unit that answers the functional start.
      if (data[0] === COMMUNICATION.start + POSITIVE) return quiet;
      return { state: quiet.state, out: [{ kind: 'message', source, bytes: data }] };
    }
    case 'stopping':
      return endSession(state, phase.session, context);
    default:
      return still(state);
  }
}

/** A header without addresses is one of the unit that the session is with. */
function sourceOf({ phase }: TesterState, bytes: Uint8Array): number | undefined {
  const sender = senderOf(bytes);
  if (sender !== undefined || bytes.length === 0) return sender;
  const session: Session | undefined = 'session' in phase ? phase.session : undefined;
  const to = session?.with ?? ('attempt' in phase ? phase.attempt.to : undefined);
  return readMessageHasNoAddress(bytes) ? to?.address : undefined;
}

const readMessageHasNoAddress = ([format = 0]: Uint8Array): boolean => format >> 6 === 0;
