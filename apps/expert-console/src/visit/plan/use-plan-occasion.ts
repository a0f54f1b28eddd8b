import { useServices } from '../../session/services.js';
import { useVisit } from '../visit-context.js';
import type { PlanOccasion } from './plan-head.js';

/** This visit as a plan names it, read at the moment of signing; undefined until the shop has welcomed us. */
export function usePlanOccasion(): () => PlanOccasion | undefined {
  const { wall, chance } = useServices();
  const { id, caseId, model } = useVisit();
  const { welcome } = model;
  return () => (welcome === undefined ? undefined : { visitId: id, caseId, welcome, wall: wall(), chance });
}
