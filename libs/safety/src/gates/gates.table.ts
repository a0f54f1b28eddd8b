import { agreements } from './agreements.js';
import { authority } from './authority.js';
import { checksumMatch } from './checksum-match.js';
import { diagnosisFirst } from './diagnosis-first.js';
import { dualBackup } from './dual-backup.js';
import { GATES, type Gate, type GateName, type Moment } from './gate.js';
import { identityMatch } from './identity-match.js';
import { linkQuality } from './link-quality.js';
import { recoveryPlan } from './recovery-plan.js';
import { userAcknowledgment } from './user-acknowledgment.js';
import { vehicleState } from './vehicle-state.js';
import { voltageCheck } from './voltage-check.js';

export const GATES_TABLE: Readonly<Record<GateName, Gate>> = {
  VOLTAGE_CHECK: voltageCheck,
  DUAL_BACKUP: dualBackup,
  CHECKSUM_MATCH: checksumMatch,
  USER_ACKNOWLEDGMENT: userAcknowledgment,
  IDENTITY_MATCH: identityMatch,
  LINK_QUALITY: linkQuality,
  VEHICLE_STATE: vehicleState,
  RECOVERY_PLAN: recoveryPlan,
  AGREEMENTS: agreements,
  AUTHORITY: authority,
  DIAGNOSIS_FIRST: diagnosisFirst,
};

/**
 * Which gates are asked when. Reading changes nothing and needs no supply, yet a protected unit may brick on it, so it is
 * not free. Undoing what entering did must always be possible.
 */
export const GATES_AT: Readonly<Record<Moment, readonly GateName[]>> = {
  observe: [],
  'memory-read': ['AUTHORITY', 'AGREEMENTS', 'IDENTITY_MATCH', 'CHECKSUM_MATCH', 'RECOVERY_PLAN'],
  preflight: GATES.filter((gate) => gate !== 'USER_ACKNOWLEDGMENT'),
  arming: GATES,
  entry: GATES,
  'point-of-no-return': GATES,
  forward: ['VOLTAGE_CHECK', 'DUAL_BACKUP', 'CHECKSUM_MATCH', 'USER_ACKNOWLEDGMENT', 'IDENTITY_MATCH'],
  'look-back': [],
  undo: [],
};
