import type { Plan, UnitFinding } from '@baylink/contracts';
import { newId } from '@baylink/contracts';
import { type Chance, ok, type Result } from '@baylink/kernel';
import type { Welcome } from '../visit-model.js';
import { planTarget } from './plan-target.js';

export type PlanHead = Omit<Extract<Plan, { kind: 'coding' }>, 'kind' | 'writes' | 'recovery'>;

/** A plan is offered at once and judged soon; an old one lying around helps nobody. Seconds. */
const LIFE = 30 * 60;

export interface PlanOccasion {
  readonly caseId: string;
  readonly visitId: string;
  readonly welcome: Welcome;
  /** Milliseconds since the epoch. */
  readonly wall: number;
  readonly chance: Chance;
}

/** What every plan says before it says what is written: which car, which unit, which visit, until when. */
export function planHead(
  unit: UnitFinding,
  setAside: Plan['setAside'],
  { caseId, visitId, welcome, wall, chance }: PlanOccasion,
): Result<PlanHead, string> {
  const target = planTarget(unit);
  if (!target.ok) return target;
  const iat = Math.floor(wall / 1000);
  return ok({
    v: 1,
    job: newId(chance),
    case: caseId,
    visit: visitId,
    shopNonce: welcome.nonce,
    target: target.value,
    agreements: welcome.agreements.map(({ id, version, sha256 }) => ({ id, version, sha256 })),
    setAside,
    iat,
    exp: iat + LIFE,
  });
}
