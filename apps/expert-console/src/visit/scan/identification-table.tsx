import type { UnitFinding } from '@baylink/contracts';
import { showHex } from '@baylink/kernel';
import { Panel } from '../../ui/panel.js';
import { vehicleVin } from '../vehicle-vin.js';
import { useVisit } from '../visit-context.js';

const COLUMNS = [
  ['Part number', 'F187', (unit: UnitFinding) => unit.partNumber],
  ['Hardware', 'F191', (unit: UnitFinding) => unit.hardware],
  ['Software', 'F189', (unit: UnitFinding) => unit.software],
  ['Serial', 'F18C', (unit: UnitFinding) => unit.serial],
] as const;

/** One row a unit. What a unit did not give is told as such, and why it stands below. */
export function IdentificationTable({ units }: { units: readonly UnitFinding[] }) {
  const { unit, model } = useVisit();
  const vehicle = vehicleVin(model);
  const problems = units.flatMap((one) => one.problems.map((sentence) => ({ name: one.name, sentence })));
  return (
    <Panel title="Identification" flush testId="identification">
      <div className="table-frame">
        <table className="table identification">
          <thead>
            <tr>
              <th scope="col">Unit</th>
              {COLUMNS.map(([title, did]) => (
                <th scope="col" key={did}>
                  {title} <code className="soft">{did}</code>
                </th>
              ))}
              <th scope="col">
                VIN <code className="soft">F190</code>
              </th>
            </tr>
          </thead>
          <tbody>
            {units.map((one) => (
              <tr key={one.unit} className={one.unit === unit ? 'chosen' : undefined}>
                <th scope="row">
                  <span className="unit-cell">{one.name}</span> <code className="soft">{showHex(one.unit, 4)}</code>
                </th>
                {COLUMNS.map(([, did, value]) => (
                  <td key={did} className="mono" data-testid={`id-${showHex(one.unit, 4)}-${did}`}>
                    {value(one) ?? <span className="soft">not given</span>}
                    {did === 'F189' && one.softwareNumber !== null ? (
                      <span className="below soft">{one.softwareNumber}</span>
                    ) : null}
                  </td>
                ))}
                <VinCell unit={one} vehicle={vehicle} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {problems.length === 0 ? null : (
        <ul className="table-foot small">
          {problems.map(({ name, sentence }) => (
            <li key={name + sentence}>
              {name}: {sentence}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** The vehicle's own VIN is shown by its end; another one is shown whole, because it is news. */
function VinCell({ unit, vehicle }: { unit: UnitFinding; vehicle: string | null }) {
  const { vin } = unit;
  const same = vin !== null && vin === vehicle;
  return (
    <td className="mono" data-testid={`id-${showHex(unit.unit, 4)}-F190`} data-vin={vin}>
      {vin === null ? (
        <span className="soft">not given</span>
      ) : same ? (
        <span title={vin}>…{vin.slice(-6)}</span>
      ) : (
        <strong className="vin-other">{vin}</strong>
      )}
    </td>
  );
}
