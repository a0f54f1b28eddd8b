import type { Plan, UnitFinding } from '@baylink/contracts';
import type { FirmwareReport } from './firmware-report.js';

export function GatesPreview(_: { unit: UnitFinding; report: FirmwareReport; setAside: Plan['setAside'] }) {
  return null;
}
