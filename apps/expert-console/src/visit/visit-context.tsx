import { createContext, useContext } from 'react';
import type { Identity } from '../session/identity.js';
import type { OdxOfVisit } from './odx/use-odx.js';
import type { VisitActions } from './use-visit.js';
import type { VisitModel } from './visit-model.js';

export interface Visit {
  readonly id: string;
  readonly caseId: string;
  readonly identity: Identity;
  readonly model: VisitModel;
  readonly actions: VisitActions;
  /** Logical address of the unit that the page is about; undefined until the expert has chosen one. */
  readonly unit: number | undefined;
  /** The maker's description that the expert has loaded: names for what all areas show. */
  readonly description: OdxOfVisit;
  readonly chooseUnit: (unit: number) => void;
}

const Context = createContext<Visit | undefined>(undefined);

export const VisitProvider = Context.Provider;

export function useVisit(): Visit {
  const visit = useContext(Context);
  if (visit === undefined) throw new Error('useVisit outside of VisitProvider');
  return visit;
}
