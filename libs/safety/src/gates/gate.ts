import type { Millis } from '@baylink/kernel';
import type { Facts } from '../facts/facts.js';
import type { Plan } from '../plan/plan.js';
import type { VehicleProfile } from '../profile/profile.js';

export const GATES = [
  'VOLTAGE_CHECK',
  'DUAL_BACKUP',
  'CHECKSUM_MATCH',
  'USER_ACKNOWLEDGMENT',
  'IDENTITY_MATCH',
  'LINK_QUALITY',
  'VEHICLE_STATE',
  'RECOVERY_PLAN',
  'AGREEMENTS',
  'AUTHORITY',
  'DIAGNOSIS_FIRST',
] as const;
export type GateName = (typeof GATES)[number];

/** One gate as people see it. */
export interface GateReport {
  gate: GateName;
  holds: boolean;
  /** The rule that decided: "VOLTAGE_CHECK-R3". */
  rule: string;
  measured: string;
  wanted: string;
  /** What is so, and when it is not as it must be, what to do next. */
  sentence: string;
}

/**
 * Where in a job the question is asked. Before the first erase everything is asked; afterwards only what may pause a
 * write at a block boundary, because refusing there would leave the unit without software.
 */
export type Moment =
  | 'observe'
  | 'memory-read'
  | 'preflight'
  | 'arming'
  | 'entry'
  | 'point-of-no-return'
  | 'forward'
  | 'look-back'
  | 'undo';

/** What a job wants to do, fixed by its plan. */
export interface Demand {
  readonly moment: Moment;
  readonly plan: Plan;
  readonly planDigest: string;
  readonly profile: VehicleProfile;
  readonly bootId: string;
  /** To which time the age of an evidence is measured: now, or the moment of arming once the job is under way. */
  readonly measuredAt: { readonly identity: Millis; readonly vehicle: Millis };
}

/** Pure. A gate that throws has said no; whoever evaluates it sees to that. */
export type Gate = (facts: Facts, demand: Demand, now: Millis) => GateReport;
