import { type Machine, type Millis, type Millivolts, unreachable } from '@baylink/kernel';
import { answerTo } from './commands.table.js';
import { channelDeadline, fromBus, givenUp, request, timeUp, toChannel } from './exchange.js';
import type { Personality } from './personalities.table.js';
import { plainRequest, type Request, stpxRequest } from './request.js';
import type { AdapterInput, AdapterOut, AdapterState } from './state.js';
import { andThen, prompt, still, type Turn } from './turn.js';

const RETURN = 0x0d;
const LINE_FEED = 0x0a;
/** A message of 4095 bytes in hex. */
const LONGEST_INPUT = 2 * 4095 + 64;
const STPX = 'STPX';

/** An ELM327 shows tenths, the STN's own command hundredths. (ELM327: RV; STN: STVR) */
const showVolts = (value: Millivolts, digits: 1 | 2): string => {
  const steps = 10 ** digits;
  return `${(Math.round((value * steps) / 1000) / steps).toFixed(digits)}V`;
};

/** The adapter's side of an ELM327 line: what a tester's serial port is connected to. */
export function elmAdapter(who: Personality): Machine<AdapterState, AdapterInput, AdapterOut> {
  function character(state: AdapterState, byte: number, now: Millis): Turn {
    const { phase } = state.activity;
    if (phase === 'listening' || phase === 'monitoring') return prompt(state, ['STOPPED']);
    if (phase === 'segmenting') return prompt(givenUp(state), ['STOPPED']);
    if (byte === LINE_FEED) return still(state);
    const echoed = echo(state, byte);
    if (byte === RETURN) return andThen(echoed, (next) => entered({ ...next, input: '' }, state.input, now));
    const input = state.input.length < LONGEST_INPUT ? state.input + String.fromCharCode(byte) : state.input;
    return andThen(echoed, (next) => still({ ...next, input }));
  }

  const echo = (state: AdapterState, byte: number): Turn => {
    const { echo: on, linefeeds } = state.settings;
    if (on === 'off') return still(state);
    const end = byte === RETURN && linefeeds === 'on' ? [LINE_FEED] : [];
    return { state, out: [{ kind: 'write', bytes: Uint8Array.of(byte, ...end) }] };
  };

  function entered(state: AdapterState, line: string, now: Millis): Turn {
    const typed = line.replace(/[\s\0]+/g, '').toUpperCase();
    if (state.activity.phase === 'announced') return data(state, typed, now);
    if (state.activity.phase === 'measuring') return still(state);
    const text = typed === '' ? state.last : typed;
    return text === '' ? prompt(state, []) : command({ ...state, last: text }, text, now);
  }

  function command(state: AdapterState, text: string, now: Millis): Turn {
    if (who.stn !== undefined && text.startsWith(STPX)) return forCar(state, stpxRequest(text.slice(STPX.length)), now);
    if (/^[0-9A-F]+$/.test(text)) return forCar(state, plainRequest(text), now);
    const answer = answerTo(text, state.settings, who);
    if (answer === undefined) return prompt(state, ['?']);
    const changed: AdapterState = { ...state, settings: { ...state.settings, ...answer.change } };
    if (answer.begin === undefined) return prompt(changed, answer.lines);
    const begun: AdapterState = { ...changed, activity: answer.begin };
    return answer.begin.phase === 'measuring' ? { state: begun, out: [{ kind: 'measure' }] } : still(begun);
  }

  function forCar(state: AdapterState, asked: Request | undefined, now: Millis): Turn {
    if (asked === undefined) return prompt(state, ['?']);
    if (asked.kind === 'send') return request(state, asked, now);
    const { length, count: left } = asked;
    const next = prompt(state, ['DATA']);
    return { ...next, state: { ...next.state, activity: { phase: 'announced', length, left } } };
  }

  function data(state: AdapterState, text: string, now: Millis): Turn {
    const asked = plainRequest(text);
    const { activity } = state;
    if (activity.phase !== 'announced' || asked?.kind !== 'send' || asked.bytes.length !== activity.length)
      return prompt(state, ['?']);
    return request(state, { bytes: asked.bytes, count: activity.left }, now);
  }

  function received(state: AdapterState, bytes: Uint8Array, now: Millis): Turn {
    const out: AdapterOut[] = [];
    let current = state;
    for (const byte of bytes) {
      const turn = character(current, byte, now);
      current = turn.state;
      out.push(...turn.out);
    }
    return { state: current, out: joined(out) };
  }

  /** The whole of a long reply in one piece, as the bytes of a serial line arrive. */
  function joined(out: readonly AdapterOut[]): AdapterOut[] {
    const whole: AdapterOut[] = [];
    for (const each of out) {
      const last = whole.at(-1);
      if (each.kind === 'write' && last?.kind === 'write')
        whole[whole.length - 1] = { kind: 'write', bytes: Uint8Array.of(...last.bytes, ...each.bytes) };
      else whole.push(each);
    }
    return whole;
  }

  function transmitted(state: AdapterState, now: Millis): Turn {
    const [ticket, ...sending] = state.sending;
    const next = { ...state, sending };
    return ticket === undefined ? still(next) : toChannel(next, { kind: 'sent', ticket }, now);
  }

  function tick(state: AdapterState, now: Millis): Turn {
    const due = deadline(state);
    if (due === undefined || now < due) return still(state);
    return state.activity.phase === 'segmenting' ? toChannel(state, { kind: 'tick' }, now) : timeUp(state);
  }

  const deadline = (state: AdapterState): Millis | undefined =>
    state.activity.phase === 'listening' ? state.activity.until : channelDeadline(state);

  function step(state: AdapterState, input: AdapterInput, now: Millis): Turn {
    switch (input.kind) {
      case 'received':
        return received(state, input.bytes, now);
      case 'bus':
        return fromBus(state, input.frame, who, now);
      case 'transmitted':
        return transmitted(state, now);
      case 'voltage':
        return state.activity.phase === 'measuring'
          ? prompt(state, [showVolts(input.value, state.activity.digits)])
          : still(state);
      case 'tick':
        return tick(state, now);
      default:
        return unreachable(input);
    }
  }

  return { step, deadline };
}
