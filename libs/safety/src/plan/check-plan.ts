import { err, fromHex, ok, type Result, showHex, type WallMillis } from '@baylink/kernel';
import type { VehicleProfile } from '../profile/profile.js';
import { hasKey } from '../profile/security-keys.js';
import { emptyBand } from '../profile/tighten.js';
import type { CodingPlan, Plan, ProgrammingPlan } from './plan.js';
import { strictest } from './strictest.js';

export interface PlanFault {
  readonly rule: string;
  readonly sentence: string;
}

const MS_PER_SECOND = 1000;
const WRITES_LIMIT = 64;
const SNAPSHOT_LIMIT = 64;

/** Whether a verified plan makes sense for this vehicle. All faults together; signatures and nonces are judged elsewhere. */
export function checkPlan(plan: Plan, profile: VehicleProfile, wall: WallMillis): Result<Plan, readonly PlanFault[]> {
  const faults = [
    ...dateFaults(plan, wall),
    ...(plan.kind === 'coding' ? codingFaults(plan, profile) : programmingFaults(plan, profile)),
    ...recoveryFaults(plan),
    ...limitFaults(plan, profile),
    ...keyFaults(plan, profile),
  ];
  return faults.length === 0 ? ok(plan) : err(faults);
}

const fault = (rule: string, sentence: string): PlanFault => ({ rule, sentence });

function dateFaults(plan: Plan, wall: WallMillis): PlanFault[] {
  const ends = plan.exp * MS_PER_SECOND;
  if (!(wall < ends)) return [fault('PLN-R1', 'The plan has expired: the expert has to sign it again.')];
  if (!(plan.iat <= plan.exp))
    return [fault('PLN-R1', 'The plan ends before it begins: the expert has to sign it again.')];
  return [];
}

const unitOf = (plan: Plan, profile: VehicleProfile) =>
  profile.units.find((unit) => unit.address.logical === plan.target.unit);

const notIn = (plan: Plan, profile: VehicleProfile, what: string): PlanFault =>
  fault(
    'PLN-R2',
    profile.units.length === 0
      ? `The profile ${profile.id} says within which limits ${profile.name} is supplied and describes no unit, so that nothing of ${showHex(plan.target.unit, 4)} can be written: ${ADD_UNITS}.`
      : `Unit ${showHex(plan.target.unit, 4)} ${what} in the profile ${profile.id}, which has ${profile.units.map(({ name, address }) => `${name} (${showHex(address.logical, 4)})`).join(', ')}: choose the profile of this vehicle, or ${ADD_UNITS}.`,
  );

/** How a unit gets into a profile. */
export const ADD_UNITS =
  'get its address, coding values, memory and routines as an overlay that a publisher has signed, and start the shop with --overlay (docs/profiles.md)';

function codingFaults(plan: CodingPlan, profile: VehicleProfile): PlanFault[] {
  const unit = unitOf(plan, profile);
  if (unit === undefined) return [notIn(plan, profile, 'is not')];
  if (unit.coding === null) return [notIn(plan, profile, 'has no coding')];
  const { dids } = unit.coding;
  const count = plan.writes.length;
  const seen = new Set<number>();
  const faults =
    count >= 1 && count <= WRITES_LIMIT
      ? []
      : [fault('PLN-R3', `The plan writes ${count} values and 1 to ${WRITES_LIMIT} are allowed.`)];
  for (const { did, before, after } of plan.writes) {
    const name = showHex(did, 4);
    const listed = dids.find((entry) => entry.did === did);
    if (listed === undefined || unit.secureDids.includes(did))
      faults.push(fault('PLN-R4', `${name} is not a coding DID of unit ${unit.name}: take it out of the plan.`));
    else if ([before, after].some((text) => fromHex(text)?.length !== listed.length))
      faults.push(fault('PLN-R5', `${name} is ${listed.length} bytes long, and the plan has another length.`));
    else if (before === after)
      faults.push(fault('PLN-R6', `${name} already has the value ${after}: take it out of the plan.`));
    if (seen.has(did)) faults.push(fault('PLN-R6', `${name} is written twice: keep one of them.`));
    seen.add(did);
  }
  return faults;
}

function programmingFaults(plan: ProgrammingPlan, profile: VehicleProfile): PlanFault[] {
  const unit = unitOf(plan, profile);
  if (unit === undefined) return [notIn(plan, profile, 'is not')];
  if (unit.programming === null) return [notIn(plan, profile, 'cannot be programmed')];
  const faults: PlanFault[] = [];
  if (!(plan.file.size > 0)) faults.push(fault('PLN-R7', 'The plan names an empty file.'));
  if (plan.original !== undefined && !(plan.original.size > 0))
    faults.push(fault('PLN-R7', 'The plan names an empty original file.'));
  if (plan.snapshot.length > SNAPSHOT_LIMIT)
    faults.push(fault('PLN-R3', `The plan saves ${plan.snapshot.length} DIDs and ${SNAPSHOT_LIMIT} are allowed.`));
  return faults;
}

/** An expert who wants what the maker forbids is told so, before anybody waits for a voltage that never holds. */
function limitFaults(plan: Plan, profile: VehicleProfile): PlanFault[] {
  const empty = plan.limits === undefined ? undefined : emptyBand(strictest(profile, plan).voltage);
  return empty === undefined ? [] : [fault('PLN-R10', empty)];
}

/** Told before anything is staged, backed up or agreed to: the unit would stand half entered, one attempt poorer. */
function keyFaults(plan: Plan, profile: VehicleProfile): PlanFault[] {
  const unit = unitOf(plan, profile);
  const security = plan.kind === 'coding' ? unit?.coding?.security : unit?.programming?.security;
  if (security == null || hasKey(security)) return [];
  const sentence = `Unit ${unit?.name} (${showHex(plan.target.unit, 4)}) asks for a key at level ${showHex(security.level)} by an algorithm that its maker keeps secret, and nobody here can make one: write to it with the maker's own tool, or get an overlay in which the algorithm is published (docs/profiles.md).`;
  return [fault('PLN-R14', sentence)];
}

function recoveryFaults(plan: Plan): PlanFault[] {
  const wanted = plan.kind === 'coding' ? 'write-old-values' : 'restore-backup';
  return plan.recovery.method === wanted
    ? []
    : [fault('PLN-R8', `The recovery "${plan.recovery.method}" does not fit ${plan.kind}: it has to be "${wanted}".`)];
}
