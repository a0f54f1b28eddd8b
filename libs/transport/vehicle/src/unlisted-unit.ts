import { MAX_BASE_ID } from '@baylink/protocols/can';
import { normalFixed } from '@baylink/protocols/iso-tp';
import type { UnitAddress } from './link.js';

/** From a request's identifier to that of its answer. (ISO 15765-4 6.3.2.2) */
const ANSWERS_ABOVE = 8;
const LAST_ADDRESS_BYTE = 0xff;
/** Those above are testers' addresses and those of all units. (ISO 15765-2, address tables) */
const LAST_UNIT_BYTE = 0xef;

/**
 * A unit that no profile lists, by the name under which it answers: on ISO 13400-2 its logical address, which is all
 * that is needed there; on CAN the identifier of its requests, or with 29-bit identifiers its address byte (ISO 15765-4
 * 6.3.2.3); on K-Line its address byte.
 */
export const unlistedUnit = (logical: number): UnitAddress => ({
  logical,
  can: logical <= LAST_ADDRESS_BYTE ? normalFixed(logical) : { request: logical, response: logical + ANSWERS_ABOVE },
  ...(logical <= LAST_ADDRESS_BYTE ? { kLine: logical } : {}),
});

/**
 * Where the units of a car may be that is in no profile: the eight places of ISO 15765-4 6.3.2.2 for emission-related
 * ones with 11-bit identifiers, and every address byte with 29-bit ones.
 */
export const LEGISLATED_UNITS: readonly UnitAddress[] = [
  ...Array.from({ length: 8 }, (_, i) => unlistedUnit(0x7e0 + i)),
  ...Array.from({ length: LAST_UNIT_BYTE + 1 }, (_, i) => unlistedUnit(i)),
].map((unit) => ({ ...unit, presumed: true }));

/** For a link that has room for few units, or for identifiers of one width: of those that need not be there, the ones with 11 bits. */
export const likeliestUnits = (units: readonly UnitAddress[]): readonly UnitAddress[] =>
  units.filter(({ presumed, can }) => presumed !== true || can.request <= MAX_BASE_ID);
