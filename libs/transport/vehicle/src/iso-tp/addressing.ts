import { type CanAddress, type FunctionalAddress, functionalAddress, testerBytes } from '@baylink/protocols/iso-tp';
import type { UnitAddress } from '../link.js';

/** Tells one unit's requests from another's: in some formats several units share an identifier. */
export const requestKey = (can: CanAddress): string => `${can.request}/${testerBytes(can)?.sent ?? ''}`;

/** Where a functionally addressed request has to go so that every unit that can hear one does: each place once. */
export function functionalAddresses(units: readonly UnitAddress[]): readonly FunctionalAddress[] {
  const places = new Map<string, FunctionalAddress>();
  for (const { can } of units) {
    const place = functionalAddress(can);
    if (place !== undefined) places.set(`${place.request}/${place.addressByte ?? ''}`, place);
  }
  return [...places.values()];
}
