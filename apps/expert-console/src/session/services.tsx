import type { PublicJwk } from '@baylink/contracts';
import type { Chance } from '@baylink/kernel';
import { createContext, useContext } from 'react';
import type { BrokerApi } from './broker-api.js';
import type { Identity, IdentityStore } from './identity.js';
import type { VisitLine } from './visit-line.js';

/** Everything outside this page that the page talks to, made once in `main.tsx`. */
export interface Services {
  readonly api: BrokerApi;
  readonly identities: IdentityStore;
  /** `shop` is the key that the case names; every envelope must come from it. */
  readonly openLine: (visit: { readonly id: string; readonly shop: PublicJwk }, identity: Identity) => VisitLine;
  /** Milliseconds since the epoch. */
  readonly wall: () => number;
  readonly chance: Chance;
}

const Context = createContext<Services | undefined>(undefined);

export const ServicesProvider = Context.Provider;

export function useServices(): Services {
  const services = useContext(Context);
  if (services === undefined) throw new Error('useServices outside of ServicesProvider');
  return services;
}
