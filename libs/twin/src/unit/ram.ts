import type { DynamicDids } from './dynamic-did.js';
import type { HeldActuators } from './io-control.js';

/** What the software of a unit knows until it starts again. */
export interface Ram {
  readonly dynamic: DynamicDids;
  /** Given back when the diagnostic session ends. */
  readonly held: HeldActuators;
  /** The file or listing that 0x38 has opened. */
  readonly file: Uint8Array | undefined;
  /** Whether a change of the bit rate has been verified and not carried out yet. */
  readonly link: 'unverified' | 'verified';
}

export const FRESH_RAM: Ram = { dynamic: new Map(), held: new Map(), file: undefined, link: 'unverified' };

/** What stays when the default session is entered. */
export const afterSession = (ram: Ram): Ram => ({ ...ram, held: new Map(), file: undefined, link: 'unverified' });
