import { createContext, useContext } from 'react';
import type { BayCalls } from './bay-calls.js';

export const CallsContext = createContext<BayCalls | undefined>(undefined);

export function useCalls(): BayCalls {
  const calls = useContext(CallsContext);
  if (calls === undefined) throw new Error('used outside of CallsContext');
  return calls;
}
