import type { Plan, UnitFinding } from '@baylink/contracts';
import type { VehicleProfile } from '@baylink/safety';
import { Field } from '../../ui/field.js';
import { Panel } from '../../ui/panel.js';
import { dtcText } from '../odx/odx-names.js';
import { type DtcRow, inUrgency } from '../scan/dtc-urgency.js';
import { useVisit } from '../visit-context.js';

export type Reasons = ReadonlyMap<string, string>;

export const rowKey = ({ unit, dtc }: DtcRow): string => `${unit.unit}:${dtc.code}`;

/** testFailed and confirmedDTC: the code stands. (ISO 14229-1 D.2) */
const STANDING = 0x09;

/** Codes that DIAGNOSIS_FIRST asks about: standing ones that the profile names; all standing ones where no profile is known. */
export function blockingRows(units: readonly UnitFinding[], profile: VehicleProfile | undefined): readonly DtcRow[] {
  const prefixes = profile?.blockingDtcs.prefixes;
  return inUrgency(units).filter(
    ({ dtc }) =>
      (dtc.status & STANDING) !== 0 &&
      (prefixes === undefined || prefixes.some((prefix) => dtc.code.toUpperCase().startsWith(prefix))),
  );
}

export const setAsideOf = (rows: readonly DtcRow[], reasons: Reasons): Plan['setAside'] =>
  rows.flatMap((row) => {
    const reason = reasons.get(rowKey(row))?.trim() ?? '';
    return reason === '' ? [] : [{ unit: row.unit.unit, dtc: row.dtc.code.toUpperCase(), reason }];
  });

interface SetAsideProps {
  readonly rows: readonly DtcRow[];
  readonly reasons: Reasons;
  readonly onChange: (reasons: Reasons) => void;
}

/** Battery, wiring and gateway faults are cured first. Setting one aside takes a reason, which goes into the plan. */
export function SetAside({ rows, reasons, onChange }: SetAsideProps) {
  const { odx } = useVisit().description;
  if (rows.length === 0) return null;
  return (
    <Panel title="Faults that stand in the way" testId="set-aside">
      <p className="small soft">
        Cure these first. Where one has nothing to do with this plan, say why; the reason is signed with the plan.
      </p>
      {rows.map((row) => (
        <Field
          key={rowKey(row)}
          label={`${row.dtc.text} in ${row.unit.name}`}
          hint={dtcText(odx, row.dtc.code)}
          placeholder="reason to set it aside"
          value={reasons.get(rowKey(row)) ?? ''}
          onChange={(event) => onChange(new Map(reasons).set(rowKey(row), event.target.value))}
          data-testid={`set-aside-${row.dtc.code}`}
        />
      ))}
    </Panel>
  );
}
