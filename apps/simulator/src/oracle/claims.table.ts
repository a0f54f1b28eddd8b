import type { Claim } from './claim.js';
import { GATE_CLAIMS } from './claims/gates.js';
import { OUTCOME_CLAIMS } from './claims/outcome.js';
import { RECORD_CLAIMS } from './claims/record.js';
import { WIRE_CLAIMS } from './claims/wire.js';

/** The invariants I1 to I24 of the write job. */
export const claims: readonly Claim[] = [...GATE_CLAIMS, ...WIRE_CLAIMS, ...OUTCOME_CLAIMS, ...RECORD_CLAIMS];
