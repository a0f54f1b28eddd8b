import type { Claim } from './claim.js';
import { BACKUP_CLAIMS } from './claims/backup.js';
import { GATE_CLAIMS } from './claims/gates.js';
import { OUTCOME_CLAIMS } from './claims/outcome.js';
import { RECORD_CLAIMS } from './claims/record.js';
import { RESTART_CLAIMS } from './claims/restart.js';
import { WIRE_CLAIMS } from './claims/wire.js';

/** The invariants I1 to I24 of the write job. */
export const claims: readonly Claim[] = [
  ...GATE_CLAIMS,
  ...BACKUP_CLAIMS,
  ...WIRE_CLAIMS,
  ...RESTART_CLAIMS,
  ...OUTCOME_CLAIMS,
  ...RECORD_CLAIMS,
];
