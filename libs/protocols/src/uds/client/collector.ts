import { after, type Machine, type Millis, millis, type Step, unreachable } from '@baylink/kernel';
import { NRC } from '../codec/nrc.table.js';
import type { Answer, Collected, CollectorConfig, CollectorInput, CollectorOut, UnitId } from './collector-io.js';
import type { Collecting, CollectorActivity, CollectorState } from './collector-state.js';
import { matchResponse } from './match.js';

type Turn = Step<CollectorState, CollectorOut>;

export const createCollector = (config: CollectorConfig): CollectorState => ({ config, activity: { kind: 'idle' } });

/** One functional request and the answers of all units that have one. */
export const collector: Machine<CollectorState, CollectorInput, CollectorOut> = { step, deadline };

function step(state: CollectorState, input: CollectorInput, now: Millis): Turn {
  const { activity } = state;
  switch (input.kind) {
    case 'request':
      return open(state, input.bytes, now);
    case 'sent':
      return activity.kind === 'sending' ? only(state, collecting(state, activity, now)) : only(state, activity);
    case 'indication':
      return activity.kind === 'idle' ? only(state, activity) : mark(state, input.from, 'receiving', now);
    case 'reception-failed':
      return activity.kind === 'idle' ? only(state, activity) : mark(state, input.from, undefined, now);
    case 'message':
      return activity.kind === 'idle'
        ? stray(state, input, 'no functional request is open')
        : take(state, collecting(state, activity, now), input, now);
    case 'link-failed':
      return activity.kind === 'idle' ? only(state, activity) : end(state, { kind: 'link', error: input.error });
    case 'tick':
      return tick(state, now);
    default:
      return unreachable(input);
  }
}

const only = (state: CollectorState, activity: CollectorActivity): Turn => ({ state: { ...state, activity }, out: [] });
const end = (state: CollectorState, outcome: Collected): Turn => ({
  state: { ...state, activity: { kind: 'idle' } },
  out: [{ kind: 'done', outcome }],
});
const stray = (state: CollectorState, { from, bytes }: Answer, why: string): Turn => ({
  state,
  out: [{ kind: 'stray', from, bytes, why }],
});

function open(state: CollectorState, bytes: Uint8Array, now: Millis): Turn {
  const refused = (reason: 'busy' | 'empty request'): Turn => ({
    state,
    out: [{ kind: 'done', outcome: { kind: 'refused', reason } }],
  });
  if (state.activity.kind !== 'idle') return refused('busy');
  if (bytes.length === 0) return refused('empty request');
  return {
    state: { ...state, activity: { kind: 'sending', bytes, end: after(now, state.config.total) } },
    out: [{ kind: 'send', bytes }],
  };
}

const p2From = ({ config }: CollectorState, now: Millis): Millis => after(after(now, config.p2), config.margin);
const p2StarFrom = ({ config }: CollectorState, now: Millis): Millis => after(after(now, config.p2Star), config.margin);

function collecting(state: CollectorState, activity: Exclude<CollectorActivity, { kind: 'idle' }>, now: Millis) {
  if (activity.kind === 'collecting') return activity;
  const { bytes, end } = activity;
  return { kind: 'collecting', bytes, end, answers: [], until: p2From(state, now), open: new Map() } as const;
}

function mark(state: CollectorState, from: UnitId, mark: Millis | 'receiving' | undefined, now: Millis): Turn {
  if (state.activity.kind === 'idle') return only(state, state.activity);
  const current = collecting(state, state.activity, now);
  const open = new Map(current.open);
  if (mark === undefined) open.delete(from);
  else open.set(from, mark);
  return only(state, { ...current, open, until: p2From(state, now) });
}

function take(state: CollectorState, current: Collecting, { from, bytes }: Answer, now: Millis): Turn {
  const match = matchResponse(current.bytes, bytes, state.config.dialect);
  if (match.kind === 'stray') return stray(state, { from, bytes }, match.why);
  const open = new Map(current.open);
  const until = p2From(state, now);
  if (match.kind === 'negative' && match.nrc === NRC.requestCorrectlyReceivedResponsePending) {
    return only(state, { ...current, open: open.set(from, p2StarFrom(state, now)), until });
  }
  open.delete(from);
  const answer = { from, bytes };
  const answers = [...current.answers, answer];
  const told: CollectorOut = { kind: 'answer', answer };
  const turn =
    answers.length < state.config.maxAnswers
      ? only(state, { ...current, open, answers, until })
      : end(state, { kind: 'answers', answers, until: 'maxAnswers' });
  return { state: turn.state, out: [told, ...turn.out] };
}

/** When the last of those that are waited for has run out; `undefined` while a unit is sending. */
function quietAt({ until, open }: Collecting): Millis | undefined {
  let latest = until;
  for (const limit of open.values()) {
    if (limit === 'receiving') return undefined;
    latest = millis(Math.max(latest, limit));
  }
  return latest;
}

function tick(state: CollectorState, now: Millis): Turn {
  const { activity } = state;
  if (activity.kind === 'idle') return only(state, activity);
  const answers = activity.kind === 'collecting' ? activity.answers : [];
  const quiet = activity.kind === 'collecting' ? quietAt(activity) : undefined;
  if (quiet !== undefined && now >= quiet) return end(state, { kind: 'answers', answers, until: 'P2' });
  return now >= activity.end ? end(state, { kind: 'answers', answers, until: 'total' }) : only(state, activity);
}

function deadline({ activity }: CollectorState): Millis | undefined {
  if (activity.kind === 'idle') return undefined;
  const quiet = activity.kind === 'collecting' ? quietAt(activity) : undefined;
  return quiet === undefined ? activity.end : millis(Math.min(quiet, activity.end));
}
