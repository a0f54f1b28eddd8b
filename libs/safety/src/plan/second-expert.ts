import { showHex } from '@baylink/kernel';
import type { UnitProfile } from '../profile/unit-profile.js';
import type { Plan } from './plan.js';

/**
 * Why two experts have to sign this plan, as a clause about the unit; `undefined` when one is enough. What stops, steers or
 * protects people is written only when a second person has looked at the very same bytes.
 */
export function secondExpertFor(plan: Plan, unit: UnitProfile | undefined): string | undefined {
  if (unit === undefined) return undefined;
  if (unit.safety !== null) return `unit ${unit.name} is a ${unit.safety} unit`;
  if (plan.kind === 'programming') return undefined;
  const listed = unit.coding?.dids.find(
    ({ did, safetyRelevant }) => safetyRelevant && plan.writes.some((write) => write.did === did),
  );
  return listed === undefined
    ? undefined
    : `${showHex(listed.did, 4)} (${listed.name}) of ${unit.name} is safety-relevant`;
}
