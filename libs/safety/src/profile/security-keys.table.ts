import type { SecurityAccess } from './unit-profile.js';

/** Key from seed, by the name that a profile uses. The answer is sent and forgotten: it never enters a state or a record. */
export const KEY_ALGORITHMS: Readonly<Record<SecurityAccess['algorithm'], (seed: Uint8Array) => Uint8Array>> = {
  /** Every bit turned over: the sample car's. */
  complement: (seed) => seed.map((byte) => ~byte & 0xff),
};
