import { runKeyProgram } from './key-program.js';
import type { SecurityAccess } from './unit-profile.js';

/** Whether a key can be made here at all: what a maker keeps secret is nobody's here. */
export const hasKey = ({ algorithm }: SecurityAccess): boolean => algorithm !== 'secret';

/** Key from seed. It is sent and forgotten: it never enters a state or a record. */
export function keyFor({ algorithm }: SecurityAccess, seed: Uint8Array): Uint8Array {
  if (typeof algorithm === 'object') return runKeyProgram(algorithm, seed);
  if (algorithm === 'complement') return seed.map((byte) => ~byte & 0xff);
  throw new Error('a plan for a unit whose key nobody can make was not refused');
}
