import { after, type Millis, millis } from '@baylink/kernel';
import { type PeriodicRequest, TRANSMISSION_MODE } from '../codec/periodic.js';
import type { PeriodicRules } from './config.js';
import type { ServerOut, TesterId } from './io.js';
import type { ServerState } from './state.js';

/** One identifier that is sent again and again. */
export interface Periodic {
  readonly periodicId: number;
  readonly tester: TesterId;
  readonly every: Millis;
  readonly due: Millis;
}

/** More identifiers than the unit can send at once: NRC 0x31 for the whole request. */
export const fits = (list: readonly Periodic[], { periodicIds }: PeriodicRequest, rules: PeriodicRules): boolean =>
  new Set([...list.map(({ periodicId }) => periodicId), ...periodicIds]).size <= rules.limit;

/** The list after a request that was granted; an identifier that is in it already has its new rate. */
export function scheduled(
  list: readonly Periodic[],
  { transmissionMode, periodicIds }: PeriodicRequest,
  rules: PeriodicRules,
  tester: TesterId,
  now: Millis,
): readonly Periodic[] {
  if (transmissionMode === TRANSMISSION_MODE.stop && periodicIds.length === 0) return [];
  const others = list.filter(({ periodicId }) => !periodicIds.includes(periodicId));
  const every = rateOf(transmissionMode, rules);
  if (every === undefined) return others;
  const added = [...new Set(periodicIds)].map((periodicId) => ({ periodicId, tester, every, due: after(now, every) }));
  return [...others, ...added];
}

function rateOf(transmissionMode: number, rules: PeriodicRules): Millis | undefined {
  switch (transmissionMode) {
    case TRANSMISSION_MODE.slow:
      return rules.slow;
    case TRANSMISSION_MODE.medium:
      return rules.medium;
    case TRANSMISSION_MODE.fast:
      return rules.fast;
    default:
      return undefined;
  }
}

/** What is due leaves once, however late it is. */
export function sendDue(state: ServerState, now: Millis): { readonly state: ServerState; readonly out: ServerOut[] } {
  const due = state.periodic.filter((each) => each.due <= now);
  if (due.length === 0) return { state, out: [] };
  const periodic = state.periodic.map((each) => (each.due <= now ? { ...each, due: after(now, each.every) } : each));
  return {
    state: { ...state, periodic },
    out: due.map(({ periodicId, tester }) => ({ kind: 'periodic', periodicId, tester })),
  };
}

export function nextDue(list: readonly Periodic[]): Millis | undefined {
  return list.length === 0 ? undefined : millis(Math.min(...list.map(({ due }) => due)));
}
