import type { Dialect } from '../effects/dialect.js';

/** TesterPresent that wants no positive response. (ISO 14229-1 TesterPresent; ISO 14230-3 TesterPresent) */
const TESTER_PRESENT: { readonly [dialect in Dialect]: readonly number[] } = {
  uds: [0x3e, 0x80],
  kwp2000: [0x3e, 0x02],
};

/** What a keeper may send without an executor: two bytes for each standard and nothing else, ever. */
export const ownMessage = (dialect: Dialect): Uint8Array => Uint8Array.from(TESTER_PRESENT[dialect]);

/** Asked of the final bytes, in the last function before the link. */
export const mayLeaveUnasked = (bytes: Uint8Array): boolean =>
  Object.values(TESTER_PRESENT).some((own) => bytes.length === own.length && own.every((byte, i) => bytes[i] === byte));
