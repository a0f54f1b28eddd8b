import { kwpService } from '@baylink/protocols/kwp2000';
import type { UnitProfile } from '../profile/unit-profile.js';
import { EFFECTS_TABLE } from './effects.table.js';
import { KWP_EFFECTS_TABLE } from './kwp-effects.table.js';
import type { Row } from './rows.js';

/** Which standard gives a unit's bytes their meaning, whatever carries them. */
export const DIALECTS = ['uds', 'kwp2000'] as const;
export type Dialect = (typeof DIALECTS)[number];

export interface DialectTable {
  readonly rows: ReadonlyMap<number, Row>;
  /** False where the standard has no such service: a unit that speaks it can only refuse. */
  readonly defines: (sid: number) => boolean;
}

const LAST_OBD_MODE = 0x0a;

export const DIALECT_TABLES: { readonly [dialect in Dialect]: DialectTable } = {
  // What ISO 14229-1 leaves open belongs to the maker, and may be anything.
  uds: { rows: EFFECTS_TABLE, defines: () => true },
  kwp2000: { rows: KWP_EFFECTS_TABLE, defines: (sid) => sid <= LAST_OBD_MODE || kwpService(sid) !== undefined },
};

/** Those of the units that would hear a request; every dialect where none of them is known. */
export function dialectsOf(units: readonly UnitProfile[]): readonly Dialect[] {
  const spoken = DIALECTS.filter((dialect) => units.some((unit) => unit.dialect === dialect));
  return spoken.length === 0 ? DIALECTS : spoken;
}
