import { after, type Millis, millis } from '@baylink/kernel';
import type { CanFrame } from '../../can/index.js';
import { type ChannelInput, type ChannelOut, decodePdu, ISO_TP_DEFAULTS, isoTpChannel } from '../../iso-tp/index.js';
import { flowControlFor, isExtended, padded, passes, requestId } from './addressing.js';
import type { Personality } from './personalities.table.js';
import { type CarRequest, roomOf } from './request.js';
import { shown } from './shown.js';
import type { AdapterState } from './state.js';
import { andThen, print, prompt, still, type Turn, transmit } from './turn.js';

const FOUND_PROTOCOL = '6';
/** Of the frames behind its burst a clone loses each that is this many behind the last lost one. */
const LOSES_EVERY = 4;

/** A flow control is waited for longer than ISO 15765-2 asks for, as an STN may be told to (STCTOR): its owner's clock may stall. */
const channel = isoTpChannel({ ...ISO_TP_DEFAULTS, padding: 0x00, nA: millis(5000), nBs: millis(5000) });

const frameOf = ({ settings }: AdapterState, data: Uint8Array): CanFrame => ({
  id: requestId(settings),
  extended: isExtended(settings),
  data,
});

const HEADER_BITS = 0xffffff;
function addressed(state: AdapterState, header: number | undefined): AdapterState {
  if (header === undefined) return state;
  const priority = isExtended(state.settings) ? Math.floor(header / (HEADER_BITS + 1)) : state.settings.priority;
  return { ...state, settings: { ...state.settings, header: header & HEADER_BITS, priority } };
}

/** Sends a request, in frames where it is long and this adapter may cut it. */
export function request(before: AdapterState, { bytes, count, header }: CarRequest, now: Millis): Turn {
  const state = addressed(before, header);
  const { settings } = state;
  const long = bytes.length > roomOf(settings);
  if (long && (settings.segmentTransmit === 'off' || settings.formatting === 'off')) return prompt(state, ['?']);
  const searching = settings.protocol === '0';
  const ready: AdapterState = searching ? { ...state, settings: { ...settings, protocol: FOUND_PROTOCOL } } : state;
  const begun = searching ? print(ready, ['SEARCHING...']) : still(ready);
  if (long)
    return andThen(begun, (next) =>
      toChannel({ ...next, activity: { phase: 'segmenting', left: count } }, { kind: 'send', bytes }, now),
    );
  const data = settings.formatting === 'on' ? padded(Uint8Array.of(bytes.length, ...bytes)) : bytes;
  return andThen(begun, (next) => transmit(listening(next, count, now), frameOf(next, data), undefined));
}

const listening = (state: AdapterState, left: number, now: Millis): AdapterState => ({
  ...state,
  burst: 0,
  activity: { phase: 'listening', until: after(now, state.settings.timeout), left, shown: 0 },
});

export function toChannel(state: AdapterState, input: ChannelInput, now: Millis): Turn {
  const { state: next, out } = channel.step(state.channel, input, now);
  return out.reduce<Turn>(
    (turn, each) => andThen(turn, (current) => perform(current, each, now)),
    still({ ...state, channel: next }),
  );
}

/** What an idle or receiving channel would want is not this adapter's business: it is fed nothing but flow controls. */
function perform(state: AdapterState, out: ChannelOut, now: Millis): Turn {
  switch (out.kind) {
    case 'transmit':
      return transmit(state, frameOf(state, out.data), out.ticket);
    case 'confirm':
      return still(state.activity.phase === 'segmenting' ? listening(state, state.activity.left, now) : state);
    case 'failed':
    case 'refused':
      return state.activity.phase === 'segmenting' ? prompt(state, ['FC RX TIMEOUT']) : still(state);
    case 'indication':
    case 'message':
      return still(state);
  }
}

/** A long request is not gone on with; its frames on the way to the bus belong to nobody. */
export const givenUp = (state: AdapterState): AdapterState => ({
  ...state,
  channel: {
    ...state.channel,
    tx: {
      phase: 'idle',
      transfer: state.channel.tx.phase === 'idle' ? state.channel.tx.transfer : state.channel.tx.out.transfer,
    },
  },
});

export const channelDeadline = (state: AdapterState): Millis | undefined =>
  state.activity.phase === 'segmenting' ? channel.deadline(state.channel) : undefined;

/** A frame that somebody else has sent. */
export function fromBus(state: AdapterState, frame: CanFrame, who: Personality, now: Millis): Turn {
  const { activity, settings } = state;
  if (activity.phase === 'monitoring') return print(state, shown(settings, frame));
  if (!passes(settings, frame)) return still(state);
  if (activity.phase === 'segmenting') return toChannel(state, { kind: 'frame', data: frame.data }, now);
  if (activity.phase !== 'listening') return still(state);
  const pdu = decodePdu(frame.data);
  const burst = pdu.kind === 'consecutive' ? state.burst + 1 : 0;
  const counted = { ...state, burst };
  const waited = { ...counted, activity: { ...activity, until: after(now, settings.timeout) } };
  if (burst > who.burst && (burst - who.burst) % LOSES_EVERY === 1) return still(waited);
  const lines = shown(settings, frame);
  if (lines.length === 0) return still(waited);
  const left = activity.left - 1;
  const told =
    left <= 0
      ? prompt(counted, lines)
      : print({ ...waited, activity: { ...waited.activity, left, shown: activity.shown + 1 } }, lines);
  const flow = pdu.kind === 'first' && settings.flowControl === 'on' ? flowControlFor(state, frame) : undefined;
  return flow === undefined ? told : andThen(told, (next) => transmit(next, flow, undefined));
}

/** Its time has passed: nobody has anything to say any more. */
export function timeUp(state: AdapterState): Turn {
  if (state.activity.phase !== 'listening') return still(state);
  if (state.activity.shown > 0) return prompt(state, []);
  const { search, protocol } = state.settings;
  if (search === 'off' || protocol !== FOUND_PROTOCOL) return prompt(state, ['NO DATA']);
  return prompt({ ...state, settings: { ...state.settings, protocol: '0' } }, ['UNABLE TO CONNECT']);
}
