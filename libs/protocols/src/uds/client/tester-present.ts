import { after, type Machine, type Millis, millis, type Step, unreachable } from '@baylink/kernel';

/** Why the keep-alive has to wait although it is due. */
export type Hold =
  /** A multi-frame message is on its way to or from the unit. */
  | 'segmented'
  /** The unit has answered 0x78 and has not ended yet. */
  | 'pending';

export interface TesterPresentConfig {
  /** From the last request of any kind to the next keep-alive: S3/2 at most. */
  readonly every: Millis;
  /** Some units abort what they are doing without a keep-alive during 0x78, others answer it wrongly. */
  readonly duringPending: 'send' | 'wait';
  /** Says "I am here" in the unit's own standard, and wants no answer. */
  readonly request: readonly number[];
}

/** TesterPresent without a positive response: ISO 14229-1 has a bit for that, ISO 14230-3 a value. */
export const KEEP_ALIVE = { uds: [0x3e, 0x80], kwp2000: [0x3e, 0x02] } as const;

export type TesterPresentInput =
  /** The unit is in a session that lapses; of one to which nothing was sent here nobody knows how long it has heard nothing. */
  | { readonly kind: 'start' }
  | { readonly kind: 'stop' }
  /** Any request has left for the unit: it does what a keep-alive would. */
  | { readonly kind: 'sent' }
  | { readonly kind: 'hold'; readonly why: Hold }
  | { readonly kind: 'release'; readonly why: Hold }
  | { readonly kind: 'tick' };

export interface TesterPresentOut {
  readonly kind: 'send';
  readonly bytes: Uint8Array;
}

export type TesterPresentState =
  | {
      readonly kind: 'off';
      readonly config: TesterPresentConfig;
      readonly holds: readonly Hold[];
      /** When the last request left for the unit; none has left yet. */
      readonly sent: Millis | undefined;
    }
  | {
      readonly kind: 'on';
      readonly config: TesterPresentConfig;
      readonly holds: readonly Hold[];
      readonly due: Millis;
      readonly sent: Millis | undefined;
    };

type Turn = Step<TesterPresentState, TesterPresentOut>;

/** Half of S3server, 5 s in every unit. (ISO 14229-2 S3client) */
export const TESTER_PRESENT_DEFAULTS: TesterPresentConfig = {
  every: millis(2000),
  duringPending: 'send',
  request: KEEP_ALIVE.uds,
};

export const createTesterPresent = (config: TesterPresentConfig): TesterPresentState => ({
  kind: 'off',
  config,
  holds: [],
  sent: undefined,
});

/** Keeps a unit in its session: beside the client, never inside a segmented message. */
export const testerPresent: Machine<TesterPresentState, TesterPresentInput, TesterPresentOut> = { step, deadline };

function step(state: TesterPresentState, input: TesterPresentInput, now: Millis): Turn {
  switch (input.kind) {
    case 'start':
      if (state.kind === 'on') return only(state);
      return only(on(state, state.sent === undefined ? now : after(now, state.config.every)));
    case 'stop':
      return only({ kind: 'off', config: state.config, holds: state.holds, sent: state.sent });
    case 'sent':
      return only(sentAt(state, now));
    case 'hold':
      return only({ ...state, holds: [...state.holds.filter((hold) => hold !== input.why), input.why] });
    case 'release':
      return sendWhenDue({ ...state, holds: state.holds.filter((hold) => hold !== input.why) }, now);
    case 'tick':
      return sendWhenDue(state, now);
    default:
      return unreachable(input);
  }
}

const only = (state: TesterPresentState): Turn => ({ state, out: [] });

const on = ({ config, holds, sent }: TesterPresentState, due: Millis): TesterPresentState => ({
  kind: 'on',
  config,
  holds,
  due,
  sent,
});

const sentAt = (state: TesterPresentState, now: Millis): TesterPresentState => {
  const sent = { ...state, sent: now };
  return sent.kind === 'on' ? on(sent, after(now, sent.config.every)) : sent;
};

function sendWhenDue(state: TesterPresentState, now: Millis): Turn {
  const at = deadline(state);
  if (at === undefined || now < at) return only(state);
  return { state: sentAt(state, now), out: [{ kind: 'send', bytes: Uint8Array.from(state.config.request) }] };
}

const isHeld = ({ holds, config }: TesterPresentState): boolean =>
  holds.some((hold) => hold === 'segmented' || config.duringPending === 'wait');

function deadline(state: TesterPresentState): Millis | undefined {
  return state.kind === 'off' || isHeld(state) ? undefined : state.due;
}
