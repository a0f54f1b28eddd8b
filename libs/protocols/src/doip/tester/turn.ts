import type { Step } from '@baylink/kernel';
import { encodeMessage } from '../codec.js';
import type { DoipMessage } from '../message.js';
import type { TesterConfig, TesterEnd, TesterOut, TesterState } from './state.js';

export type Turn = Step<TesterState, TesterOut>;

export function transmit({ version }: TesterConfig, message: DoipMessage): TesterOut {
  return { kind: 'transmit', bytes: encodeMessage(message, version) };
}

/** Fails what is pending and ends; a connection ends once. */
export function end(state: TesterState, reason: TesterEnd): Turn {
  if (state.kind === 'ended') return { state, out: [] };
  const pending = state.kind === 'active' ? state.pending : [];
  const failed = pending.map(({ id }): TesterOut => ({ kind: 'failed', id, reason: { kind: 'ended' } }));
  return { state: { kind: 'ended' }, out: [...failed, { kind: 'ended', reason }] };
}
