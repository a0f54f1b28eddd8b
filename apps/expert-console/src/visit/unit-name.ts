import { showHex } from '@baylink/kernel';
import type { VisitModel } from './visit-model.js';

/** "Engine (0x1001)" after a scan, the address alone before one. */
export function unitName({ scan }: Pick<VisitModel, 'scan'>, unit: number): string {
  const found = scan.state === 'done' ? scan.scan.units.find((one) => one.unit === unit) : undefined;
  return found === undefined ? `unit ${showHex(unit, 4)}` : `${found.name} (${showHex(unit, 4)})`;
}
