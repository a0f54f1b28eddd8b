import type { Scan } from '@baylink/contracts';
import { showHex } from '@baylink/kernel';
import { Foreign } from '../ui/foreign.js';
import { Panel } from '../ui/panel.js';
import { showClock } from '../ui/show-clock.js';
import './scan.css';

type Unit = Scan['units'][number];

export function ScanTable({ scan }: { scan: Scan }) {
  const codes = scan.units.reduce((sum, { dtcs }) => sum + dtcs.length, 0);
  return (
    <Panel
      title="What is in the car"
      aside={
        <span>
          {scan.units.length} units, {codes} trouble codes, read at {showClock(scan.at)}
        </span>
      }
      flush
      testId="scan"
    >
      <div className="table-frame">
        <table className="table scan-table">
          <thead>
            <tr>
              <th scope="col">Unit</th>
              <th scope="col">Software and hardware</th>
              <th scope="col">Trouble codes</th>
            </tr>
          </thead>
          <tbody>
            {scan.units.map((unit) => (
              <UnitRow key={unit.unit} unit={unit} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function UnitRow({ unit }: { unit: Unit }) {
  return (
    <tr>
      <th scope="row" className="scan-unit">
        <Foreign text={unit.name} />
        <br />
        <code className="soft">{showHex(unit.unit, 4)}</code>
      </th>
      <td>
        <strong>
          <Foreign text={unit.software ?? 'software not given'} />
        </strong>
        <br />
        <span className="soft small">
          hardware <Foreign text={unit.hardware ?? 'not given'} />, part{' '}
          <Foreign text={unit.partNumber ?? 'not given'} />
        </span>
      </td>
      <td>
        {unit.dtcs.length === 0 && unit.problems.length === 0 ? <span className="soft">none</span> : null}
        <ul className="stack scan-codes">
          {unit.dtcs.map((dtc) => (
            <li key={dtc.code}>
              <strong className="mono">
                <Foreign text={dtc.text} />
              </strong>{' '}
              <span className="small">
                <Foreign text={dtc.statusNames.join(', ')} />
              </span>
            </li>
          ))}
          {unit.problems.map((problem) => (
            <li key={problem} className="scan-problem">
              <Foreign text={problem} />
            </li>
          ))}
        </ul>
      </td>
    </tr>
  );
}
