import { showBytes } from '@baylink/kernel';
import type { VehicleProfile } from '../profile/profile.js';
import type { Addressee, Classification } from './effect.js';
import { EFFECTS_TABLE } from './effects.table.js';

/** What the final bytes do to the car. Who asked, and what they call it, does not count. */
export function classify(bytes: Uint8Array, addressee: Addressee, profile: VehicleProfile): Classification {
  const row = EFFECTS_TABLE.get(bytes[0] ?? -1);
  const heard =
    addressee.to === 'functional' ? profile.units : profile.units.filter((u) => u.address.logical === addressee.unit);
  const found = row?.({ bytes, units: heard });
  if (found === undefined) return worst('EFF-R1', bytes, 'is not in the effect table');
  if (addressee.to === 'functional' && found.effect !== 'observe')
    return found.effect === 'secure' ? found : worst('EFF-R11', bytes, 'changes something and would reach every unit');
  return found;
}

const SHOWN = 8;

function worst(rule: string, bytes: Uint8Array, why: string): Classification {
  const shown = bytes.length === 0 ? 'an empty request' : showBytes(bytes.subarray(0, SHOWN));
  return { effect: 'program', demand: 'program', rule, what: `${shown}, which ${why}` };
}
