/** TesterPresent, zeroSubFunction, no positive response wanted. (ISO 14229-1 TesterPresent) */
const TESTER_PRESENT: readonly number[] = [0x3e, 0x80];

/** What a keeper may send without an executor: these two bytes and nothing else, ever. */
export const ownMessage = (): Uint8Array => Uint8Array.from(TESTER_PRESENT);

/** Asked of the final bytes, in the last function before the link. */
export const mayLeaveUnasked = (bytes: Uint8Array): boolean =>
  bytes.length === TESTER_PRESENT.length && TESTER_PRESENT.every((byte, i) => bytes[i] === byte);
