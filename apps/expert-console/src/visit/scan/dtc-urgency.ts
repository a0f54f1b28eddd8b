import type { DtcFinding, UnitFinding } from '@baylink/contracts';

export interface DtcRow {
  readonly unit: UnitFinding;
  readonly dtc: DtcFinding;
}

/** statusOfDTC bits that ask for attention, with what each weighs in the order. (ISO 14229-1 D.2) */
const WEIGHT: Readonly<Record<string, number>> = {
  warningIndicatorRequested: 8,
  testFailed: 4,
  confirmedDTC: 2,
  pendingDTC: 1,
};

export const isUrgentBit = (name: string): boolean => Object.hasOwn(WEIGHT, name);

const weight = ({ statusNames }: DtcFinding): number =>
  statusNames.reduce((sum, name) => sum + (isUrgentBit(name) ? (WEIGHT[name] ?? 0) : 0), 0);

/** Every code of every unit: lamp on before failing before confirmed before pending, then by unit and code. */
export function inUrgency(units: readonly UnitFinding[]): readonly DtcRow[] {
  return units
    .flatMap((unit) => unit.dtcs.map((dtc) => ({ unit, dtc })))
    .toSorted(
      (a, b) => weight(b.dtc) - weight(a.dtc) || a.unit.unit - b.unit.unit || a.dtc.code.localeCompare(b.dtc.code),
    );
}
