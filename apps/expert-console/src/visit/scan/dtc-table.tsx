import type { UnitFinding } from '@baylink/contracts';
import { showHex } from '@baylink/kernel';
import { Badge } from '../../ui/badge.js';
import { Panel } from '../../ui/panel.js';
import { inUrgency, isUrgentBit } from './dtc-urgency.js';

interface DtcTableProps {
  readonly units: readonly UnitFinding[];
  /** What a loaded description calls a code. */
  readonly textOf: (code: string) => string | undefined;
}

/** All trouble codes of the vehicle, the failing ones first; status in the names of ISO 14229-1 D.2. */
export function DtcTable({ units, textOf }: DtcTableProps) {
  const rows = inUrgency(units);
  return (
    <Panel title={rows.length === 0 ? 'No trouble codes' : 'Trouble codes'} flush testId="dtcs">
      {rows.length === 0 ? (
        <p className="table-foot soft">No unit has stored a code.</p>
      ) : (
        <div className="table-frame">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Code</th>
                <th scope="col">Unit</th>
                <th scope="col">Status</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ unit, dtc }) => (
                <tr key={`${unit.unit}-${dtc.code}`}>
                  <th scope="row">
                    <span className="dtc-code mono">{dtc.text}</span>
                    <DtcText text={textOf(dtc.code)} />
                  </th>
                  <td>
                    <span className="unit-cell">{unit.name}</span>
                  </td>
                  <td>
                    <ul className="dtc-status">
                      {dtc.statusNames.map((name) => (
                        <li key={name}>
                          <Badge tone={isUrgentBit(name) ? 'attention' : 'plain'}>{name}</Badge>
                        </li>
                      ))}
                      <li>
                        <code className="soft">{showHex(dtc.status)}</code>
                      </li>
                    </ul>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

const DtcText = ({ text }: { text: string | undefined }) =>
  text === undefined ? null : (
    <span className="below soft small" data-testid="dtc-text">
      {text}
    </span>
  );
