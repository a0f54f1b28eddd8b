import type { Range } from '../memory/flash.js';

/** What makes one unit different from another: constants only. */
export interface UnitProfile {
  readonly name: string;
  readonly logical: number;
  readonly can: { readonly request: number; readonly response: number };
  /** Text identification that never changes, by DID. */
  readonly identification: ReadonlyMap<number, string>;
  /** F191, and what a header has to name. */
  readonly hardwareId: string;
  /** F189 of a unit that is not programmable. */
  readonly romSoftwareId: string;
  readonly coding: readonly CodingDid[];
  /** Live values by DID. */
  readonly live: readonly LiveDid[];
  /** Flash of a programmable unit. */
  readonly memory: Range | undefined;
}

/** A configuration value: how long it is, what it is from the factory, and which values the unit accepts. */
export interface CodingDid {
  readonly did: number;
  readonly factory: Uint8Array;
  /** Greatest value of every byte; the unit refuses a greater one with NRC 0x31. */
  readonly limits: Uint8Array;
}

export interface LiveDid {
  readonly did: number;
  readonly signal: 'supply' | 'rpm' | 'speed' | 'ignition';
}
