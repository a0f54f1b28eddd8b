import type { Demand } from '../gates/gate.js';

declare const brand: unique symbol;

/** A write job's word that its present state sends exactly these bytes to exactly this unit, now. */
export interface Grant {
  readonly job: string;
  readonly unit: number;
  readonly bytes: Uint8Array;
  readonly demand: Demand;
  readonly [brand]: true;
}

const granted = new WeakSet<object>();

/** Not exported from the package: only the write job grants. */
export function grant(job: string, unit: number, bytes: Uint8Array, demand: Demand): Grant {
  const made = Object.freeze({ job, unit, bytes, demand }) as unknown as Grant;
  granted.add(made);
  return made;
}

export const isGrant = (candidate: unknown): candidate is Grant => granted.has(Object(candidate));
