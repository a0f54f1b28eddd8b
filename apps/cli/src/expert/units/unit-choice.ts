import type { UnitFinding } from '@baylink/contracts';
import { err, ok, type Result, showHex } from '@baylink/kernel';

const HIGHEST_ADDRESS = 0xffff;

/** A logical address as people write it: "0x1001" or "4097"; `undefined` when it is something else, such as a name. */
export function parseAddress(text: string): number | undefined {
  if (!/^(0x[0-9a-f]+|\d+)$/i.test(text)) return undefined;
  const value = Number(text);
  return value <= HIGHEST_ADDRESS ? value : undefined;
}

/** The unit that is meant, by logical address or by the name that the scan gives it. */
export function chooseUnit(units: readonly UnitFinding[], text: string): Result<UnitFinding, string> {
  const address = parseAddress(text);
  const found = units.find(({ unit, name }) => unit === address || name.toLowerCase() === text.toLowerCase());
  if (found !== undefined) return ok(found);
  const there = units.map(({ unit, name }) => `${name} (${showHex(unit, 4)})`).join(', ') || 'none';
  return err(`There is no unit "${text}" in this vehicle; the units are ${there}.`);
}
