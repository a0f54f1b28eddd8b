import { showBytes } from '@baylink/kernel';
import type { VehicleProfile } from '../profile/profile.js';
import { DIALECT_TABLES, type Dialect, dialectsOf } from './dialect.js';
import { type Addressee, type Classification, EFFECTS } from './effect.js';
import type { Seen } from './rows.js';

/**
 * What the final bytes do to the car. Who asked, and what they call it, does not count. `shown`: the dialect that the addressed
 * unit has shown to speak, for one that the profile does not name.
 */
export function classify(
  bytes: Uint8Array,
  addressee: Addressee,
  profile: VehicleProfile,
  shown?: Dialect,
): Classification {
  const heard =
    addressee.to === 'functional' ? profile.units : profile.units.filter((u) => u.address.logical === addressee.unit);
  const known = heard.length > 0 || addressee.to === 'functional' || shown === undefined;
  const found = strictest({ bytes, units: heard }, known ? dialectsOf(heard) : [shown]);
  if (found === undefined) return worst('EFF-R1', bytes, 'is not in the effect table');
  if (addressee.to === 'functional' && found.effect !== 'observe')
    return found.effect === 'secure' ? found : worst('EFF-R11', bytes, 'changes something and would reach every unit');
  return found;
}

/**
 * The worst that the bytes are in any dialect of the units that hear them. Where no unit is known, a dialect that does
 * not have such a service says nothing, as long as another one has it.
 */
function strictest({ bytes, units }: Seen, dialects: readonly Dialect[]): Classification | undefined {
  const sid = bytes[0] ?? -1;
  const tables = dialects.map((dialect) => DIALECT_TABLES[dialect]);
  const defining = tables.filter(({ defines }) => defines(sid));
  const found = (defining.length === 0 ? tables : defining).map(({ rows }) => rows.get(sid)?.({ bytes, units }));
  return found.reduce((worse, each) => (rank(each) > rank(worse) ? each : worse));
}

/** Reading memory, and what is not listed, both are `program`; what is not listed asks for more. */
const rank = (found: Classification | undefined): number =>
  found === undefined ? UNLISTED : EFFECTS.indexOf(found.effect);
const UNLISTED = EFFECTS.indexOf('program') + 0.5;

const SHOWN = 8;

function worst(rule: string, bytes: Uint8Array, why: string): Classification {
  const shown = bytes.length === 0 ? 'an empty request' : showBytes(bytes.subarray(0, SHOWN));
  return { effect: 'program', demand: 'program', rule, what: `${shown}, which ${why}` };
}
