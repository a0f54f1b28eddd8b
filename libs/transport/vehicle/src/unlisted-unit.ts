import type { UnitAddress } from './link.js';

/** From a request's identifier to that of its answer. (ISO 15765-4 6.3.2.2) */
const ANSWERS_ABOVE = 8;
const LAST_ADDRESS_BYTE = 0xff;

/**
 * A unit that no profile lists, by the name under which it answers: on ISO 13400-2 its logical address, which is all
 * that is needed there; on CAN the identifier of its requests; on K-Line its address byte.
 */
export const unlistedUnit = (logical: number): UnitAddress => ({
  logical,
  can: { request: logical, response: logical + ANSWERS_ABOVE },
  ...(logical <= LAST_ADDRESS_BYTE ? { kLine: logical } : {}),
});

/** Where ISO 15765-4 6.3.2.2 puts the emission-related units of any car with 11-bit identifiers, eight at most. */
export const LEGISLATED_UNITS: readonly UnitAddress[] = Array.from({ length: 8 }, (_, i) => unlistedUnit(0x7e0 + i));
