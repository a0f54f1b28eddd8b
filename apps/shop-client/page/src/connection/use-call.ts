import { useState } from 'react';
import type { Outcome } from './bay-calls.js';

export type CallStanding<T> =
  | { readonly at: 'idle' }
  | { readonly at: 'asking' }
  | { readonly at: 'answered'; readonly value: T }
  | { readonly at: 'refused'; readonly sentence: string };

/** One call at a time from one place of the page, and how the last one ended. */
export function useCall<T>(): { standing: CallStanding<T>; run: (call: () => Outcome<T>) => Promise<void> } {
  const [standing, setStanding] = useState<CallStanding<T>>({ at: 'idle' });
  const run = async (call: () => Outcome<T>): Promise<void> => {
    if (standing.at === 'asking') return;
    setStanding({ at: 'asking' });
    const outcome = await call();
    setStanding(outcome.ok ? { at: 'answered', value: outcome.value } : { at: 'refused', sentence: outcome.error });
  };
  return { standing, run };
}
