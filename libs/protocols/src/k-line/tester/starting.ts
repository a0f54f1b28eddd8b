import { bytesOf } from '@baylink/kernel';
import { COMMUNICATION, NEGATIVE, POSITIVE, RESPONSE_PENDING } from '../communication.table.js';
import { type KeyBytes, type KeyMeaning, keyMeaning } from '../key-bytes.js';
import { encodeMessage, type KLineMessage } from '../message.js';
import { EXTENDED_TIMING, INIT, NORMAL_TIMING, SYNC } from '../timing.js';
import type { Destination, InitMode, TesterError } from './io.js';
import {
  type Attempt,
  andThen,
  type Context,
  enter,
  failFirst,
  later,
  type Phase,
  type Session,
  still,
  type TesterState,
  type Turn,
} from './state.js';
import { beginWriting } from './writing.js';

const METHODS: { readonly [mode in InitMode]: (fastAttempts: number) => readonly Attempt['method'][] } = {
  auto: (count) => [...Array<'fast'>(count).fill('fast'), 'five-baud'],
  fast: (count) => Array<'fast'>(count).fill('fast'),
  'five-baud': () => ['five-baud'],
  none: () => ['none'],
};

export function beginStart(state: TesterState, to: Destination, context: Context): Turn {
  const [method = 'none', ...left] = METHODS[context.options.init](context.options.fastAttempts);
  return tryStart(state, { to, method, left }, context);
}

function tryStart(state: TesterState, attempt: Attempt, context: Context): Turn {
  switch (attempt.method) {
    case 'none':
      return writeStart(state, attempt, context);
    case 'fast': {
      const action = { kind: 'wake-up', low: INIT.tIniL, high: later(INIT.tWup, negative(INIT.tIniL)) } as const;
      return enter(state, { name: 'waking', attempt }, { kind: 'perform', action });
    }
    case 'five-baud': {
      const action = { kind: 'address-byte', byte: attempt.to.address } as const;
      return enter(state, { name: 'waking', attempt }, { kind: 'perform', action });
    }
  }
}

const negative = <T extends number>(value: T): T => -value as T;

/** The driver is through with the wake-up. */
export function woken(state: TesterState, { attempt }: Extract<Phase, { name: 'waking' }>, context: Context): Turn {
  if (attempt.method === 'fast') return writeStart(state, attempt, context);
  const until = later(context.now, INIT.w1Max, context.options.latency);
  return enter({ ...state, heard: new Uint8Array() }, { name: 'syncing', attempt, got: [], until });
}

/** StartCommunication has the length in its format byte and both addresses, whatever the unit asks for later. */
function writeStart(state: TesterState, attempt: Attempt, context: Context): Turn {
  const { mode, address } = attempt.to;
  const request = encodeMessage(
    {
      header: { kind: mode, target: address, source: context.options.address },
      data: bytesOf(COMMUNICATION.start),
    },
    'in-format',
  );
  return request.ok ? beginWriting(state, { kind: 'start', attempt }, request.value, context) : still(state);
}

export function startWritten(state: TesterState, attempt: Attempt, { options, now }: Context): Turn {
  return enter(state, { name: 'starting', attempt, until: later(now, NORMAL_TIMING.p2Max, options.latency) });
}

/** A message while StartCommunication is unanswered. */
export function hearStart(
  state: TesterState,
  phase: Extract<Phase, { name: 'starting' }>,
  { data }: KLineMessage,
  context: Context,
): Turn {
  const [sid, first = 0, second = 0] = data;
  if (sid === COMMUNICATION.start + POSITIVE && data.length === 3)
    return talk(state, phase.attempt, { kb1: first, kb2: second }, context);
  if (sid !== NEGATIVE || first !== COMMUNICATION.start) return still(state);
  if (second === RESPONSE_PENDING)
    return enter(state, { ...phase, until: later(context.now, NORMAL_TIMING.p3Max, context.options.latency) });
  return giveUp(state, 'start-refused', context);
}

/** Sync byte and key bytes, each within its time. Everything before the sync byte is what a slow byte looks like. */
export function hearSync(
  state: TesterState,
  phase: Extract<Phase, { name: 'syncing' }>,
  byte: number,
  { options, now }: Context,
): Turn {
  const { attempt } = phase;
  if (phase.got.length === 0 && byte !== SYNC) return still(state);
  const got = [...phase.got, byte];
  const [, kb1, kb2] = got;
  if (kb1 === undefined || kb2 === undefined)
    return enter(state, { ...phase, got, until: later(now, INIT.w2Max, options.latency) });
  return enter(state, { name: 'pausing', attempt, keys: { kb1, kb2 }, until: later(now, INIT.w4Min) });
}

/** W4 is over: key byte 2 goes back inverted. */
export function invertKey(
  state: TesterState,
  { attempt, keys }: Extract<Phase, { name: 'pausing' }>,
  context: Context,
): Turn {
  return beginWriting(state, { kind: 'inverted-key', attempt, keys }, bytesOf(~keys.kb2 & 0xff), context);
}

export function keyWritten(state: TesterState, attempt: Attempt, keys: KeyBytes, { options, now }: Context): Turn {
  return enter(state, { name: 'confirming', attempt, keys, until: later(now, INIT.w4Max, options.latency) });
}

export function hearAddress(
  state: TesterState,
  { attempt, keys }: Extract<Phase, { name: 'confirming' }>,
  byte: number,
  context: Context,
): Turn {
  return byte === (~attempt.to.address & 0xff)
    ? talk(state, attempt, keys, context)
    : giveUp(state, 'foreign-keys', context);
}

/** The method had no success: the next one after a silence, or the end of the request that asked for it. */
export function startFailed(state: TesterState, attempt: Attempt, context: Context): Turn {
  const [method, ...left] = attempt.left;
  if (method === undefined) return giveUp(state, 'no-answer', context);
  return enter(state, {
    name: 'idling',
    attempt: { ...attempt, method, left },
    until: later(context.now, INIT.w5),
  });
}

export const idled = (state: TesterState, { attempt }: Extract<Phase, { name: 'idling' }>, context: Context): Turn =>
  tryStart(state, attempt, context);

export function giveUp(state: TesterState, error: TesterError, { now }: Context): Turn {
  const asleep = enter({ ...state, heard: new Uint8Array() }, { name: 'asleep', quietUntil: later(now, INIT.w5) });
  return andThen(asleep, (next) => failFirst(next, error));
}

function talk(state: TesterState, { to }: Attempt, keys: KeyBytes, context: Context): Turn {
  const meaning = keyMeaning(keys);
  if (meaning === undefined) return giveUp(state, 'foreign-keys', context);
  const timing = firstTiming(meaning);
  const session: Session = { with: to, meaning, timing, demanded: context.now };
  const quietUntil = later(context.now, timing.p3Min);
  return enter(
    { ...state, heard: new Uint8Array() },
    { name: 'ready', session, quietUntil, since: context.now },
    {
      kind: 'started',
      with: to,
      meaning,
    },
  );
}

const firstTiming = (meaning: KeyMeaning) =>
  meaning.protocol === 'iso14230' && meaning.timing === 'extended' ? EXTENDED_TIMING : NORMAL_TIMING;
