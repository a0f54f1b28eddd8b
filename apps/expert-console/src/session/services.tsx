import { createContext, useContext } from 'react';
import type { BrokerApi } from './broker-api.js';
import type { Identity, IdentityStore } from './identity.js';
import type { VisitLine } from './visit-line.js';

/** Everything outside this page that the page talks to, made once in `main.tsx`. */
export interface Services {
  readonly api: BrokerApi;
  readonly identities: IdentityStore;
  /** `shop` is the thumbprint that the case names; every envelope must come from that key. */
  readonly openLine: (visit: { readonly id: string; readonly shop: string }, identity: Identity) => VisitLine;
  /** Milliseconds since the epoch. */
  readonly wall: () => number;
  /** Random bytes, cryptographically strong. */
  readonly chance: (length: number) => Uint8Array;
}

const Context = createContext<Services | undefined>(undefined);

export const ServicesProvider = Context.Provider;

export function useServices(): Services {
  const services = useContext(Context);
  if (services === undefined) throw new Error('useServices outside of ServicesProvider');
  return services;
}
