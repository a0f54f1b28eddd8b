import { newId, type Plan, type UnitFinding } from '@baylink/contracts';
import { type Chance, err, ok, type Result, showHex } from '@baylink/kernel';
import type { Welcome } from '@baylink/transport-tunnel/expert';

export type PlanHead = Omit<Extract<Plan, { kind: 'coding' }>, 'kind' | 'writes' | 'recovery'>;
export type SetAside = PlanHead['setAside'][number];

/** Where and for what a plan is written. */
export interface PlanOccasion {
  readonly caseId: string;
  readonly visitId: string;
  readonly welcome: Welcome;
  readonly setAside: readonly SetAside[];
  readonly chance: Chance;
}

/** A technician reads the plan and the shop makes a backup before it is executed. */
const LIFE_SECONDS = 4 * 3_600;

/** What coding and programming have in common. The unit's identity is the one of the scan; a unit that hides part of it cannot be planned for. */
export function planHead(unit: UnitFinding, occasion: PlanOccasion): Result<PlanHead, string> {
  const target = targetOf(unit);
  if (!target.ok) return target;
  const { welcome, caseId, visitId, chance, setAside } = occasion;
  return ok({
    v: 1,
    job: newId(chance),
    case: caseId,
    visit: visitId,
    shopNonce: welcome.nonce,
    target: target.value,
    agreements: welcome.agreements.map(({ id, version, sha256 }) => ({ id, version, sha256 })),
    setAside: [...setAside],
    iat: welcome.time,
    exp: welcome.time + LIFE_SECONDS,
  });
}

function targetOf(found: UnitFinding): Result<PlanHead['target'], string> {
  const { vin, partNumber, hardware, software, serial } = found;
  if (vin !== null && partNumber !== null && hardware !== null && software !== null && serial !== null)
    return ok({ vin, unit: found.unit, partNumber, hardware, software, serial });
  const missing = Object.entries({ vin, partNumber, hardware, software, serial })
    .filter(([, value]) => value === null)
    .map(([name]) => name);
  return err(
    `Unit ${found.name} (${showHex(found.unit, 4)}) did not tell ${missing.join(', ')}, and a plan names all of them; scan again when it answers.`,
  );
}
