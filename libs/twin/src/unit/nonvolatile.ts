import type { Software } from '../boot/software.js';

/** A trouble code as the unit stores it. */
export interface Dtc {
  /** Three bytes: two of the SAE code and the failure type. (ISO 14229-1 annex D, SAE J2012) */
  readonly code: number;
  /** statusOfDTC. (ISO 14229-1 D.2) */
  readonly status: number;
  /** The fault is there now: clearing the code does not remove it. */
  readonly present: boolean;
}

/** What survives power-off: the unit is this, and everything else is derived from it at the next start. */
export interface NonVolatile {
  /** Values that were written with 0x2E, by DID. */
  readonly values: ReadonlyMap<number, Uint8Array>;
  readonly dtcs: readonly Dtc[];
  /** Wrong keys since the last right one. */
  readonly failedAttempts: number;
  /** Only a programmable unit has it. */
  readonly software: Software | undefined;
  /** Set once and never taken back: why the unit answers nothing any more. */
  readonly bricked: BrickReason | undefined;
}

export type BrickReason = 'reset-in-erase' | 'supply-lost-in-erase';
