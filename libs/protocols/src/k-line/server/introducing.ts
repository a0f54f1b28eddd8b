import { bytesOf, type Millis, millis } from '@baylink/kernel';
import { INIT, SYNC } from '../timing.js';
import { change, type LineContext, type LinePhase, type LineState, type LineTurn, plus } from './state.js';

/** W1, W2 and W3 of the units here: well inside what the standards allow. (ISO 14230-2 5.2.4.1) */
const W1 = millis(100);
const BETWEEN_KEYS = millis(10);
const W4 = millis(30);

type Introducing = Extract<LinePhase, { name: 'introducing' }>;

/** The unit that is called at 5 bit/s answers with the sync byte, whatever went on before. */
export function called(state: LineState, byte: number, { options, now }: LineContext): LineTurn {
  const unit = options.units.find(({ address, functional }) => address === byte || functional.includes(byte));
  const silent = { ...state, heard: new Uint8Array(), outbox: [] };
  if (unit === undefined) return change(silent, { name: 'asleep' });
  const at = plus(now, W1);
  return change(silent, { name: 'introducing', unit, byte, rest: bytesOf(SYNC, unit.keys.kb1, unit.keys.kb2), at });
}

export function introduce(state: LineState, phase: Introducing, { options, now }: LineContext): LineTurn {
  const { unit, byte } = phase;
  const out = { kind: 'write', bytes: phase.rest.slice(0, 1) } as const;
  const left = phase.rest.subarray(1);
  if (left.length > 0) return change(state, { ...phase, rest: left, at: plus(now, BETWEEN_KEYS) }, out);
  const until: Millis = plus(now, INIT.w4Max, options.latency);
  return change(state, { name: 'awaiting-key', unit, called: byte, until }, out);
}

export function hearKey(
  state: LineState,
  phase: Extract<LinePhase, { name: 'awaiting-key' }>,
  byte: number,
  { now }: LineContext,
): LineTurn {
  const { unit, called: address } = phase;
  if (byte !== (~unit.keys.kb2 & 0xff)) return change(state, { name: 'asleep' });
  return change(state, { name: 'confirming', unit, called: address, at: plus(now, W4) });
}

/** The inverted address ends the start. */
export function confirm(
  state: LineState,
  { unit, called: address }: Extract<LinePhase, { name: 'confirming' }>,
  { options, now }: LineContext,
): LineTurn {
  return change(
    state,
    { name: 'talking', awake: [unit], tester: 0, timing: options.timing, since: now },
    { kind: 'write', bytes: bytesOf(~address & 0xff) },
    { kind: 'started', unit: unit.address },
  );
}
