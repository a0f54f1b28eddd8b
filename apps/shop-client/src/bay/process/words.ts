import type { BayState } from '../bay-state.js';
import type { ScreenCalls } from '../screen-calls.js';

export type CallName = Exclude<keyof ScreenCalls, 'watch'>;

/** Every call that a screen process may make; what is not here is not made. */
export const CALL_NAMES: readonly CallName[] = [
  'state',
  'startPairing',
  'confirmPairing',
  'openCase',
  'closeCase',
  'allowActiveTests',
  'signAgreement',
  'holdStart',
  'holdBeat',
  'holdEnd',
  'confirmResult',
  'stop',
];

export interface Serve {
  readonly host: string;
  readonly port: number;
  readonly page: string;
  readonly token: string;
}

/** From the shop client to the process of its screen. */
export type ToScreen =
  | ({ readonly kind: 'serve' } & Serve)
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  /** The next one comes when this one was `shown`. */
  | { readonly kind: 'state'; readonly state: BayState };

export type FromScreen =
  | { readonly kind: 'serving'; readonly url: string }
  | { readonly kind: 'not-serving'; readonly sentence: string }
  | { readonly kind: 'call'; readonly id: number; readonly name: CallName; readonly args: readonly unknown[] }
  /** Whether anybody looks. */
  | { readonly kind: 'watch'; readonly on: boolean }
  | { readonly kind: 'shown' };
