import type { Milliamperes, Millivolts } from '@baylink/kernel';

/** What can be asked of a bench supply with one output. */
export type SupplyCommand =
  | { readonly kind: 'identify' }
  | { readonly kind: 'read-voltage' }
  | { readonly kind: 'read-current' }
  | { readonly kind: 'read-state' }
  | { readonly kind: 'set-voltage'; readonly level: Millivolts }
  | { readonly kind: 'set-current'; readonly level: Milliamperes }
  | { readonly kind: 'output'; readonly on: boolean };

export type SupplyAnswer =
  | { readonly kind: 'identity'; readonly text: string }
  | { readonly kind: 'voltage'; readonly level: Millivolts }
  | { readonly kind: 'current'; readonly level: Milliamperes }
  /** `limiting`: the output gives all the current that it may, and its voltage follows the load (constant current). */
  | { readonly kind: 'state'; readonly output: boolean; readonly limiting: boolean }
  | { readonly kind: 'done' };

/** Commands that change something at the output. Nothing on an automatic path may send one. */
export const isSetting = ({ kind }: SupplyCommand): boolean =>
  kind === 'set-voltage' || kind === 'set-current' || kind === 'output';
