import type { UnitFinding } from '@baylink/contracts';
import { showHex } from '@baylink/kernel';
import { useId } from 'react';
import { useVisit } from './visit-context.js';

/** The unit that everything on this page is aimed at. Nothing is chosen until the expert chooses. */
export function UnitPicker() {
  const { model, unit, chooseUnit } = useVisit();
  const group = useId();
  const units = model.scan.state === 'done' ? model.scan.scan.units : [];
  return (
    <nav className="unit-picker" aria-label="Units of the vehicle">
      <p className="unit-picker-title">Units</p>
      {units.length === 0 ? <p className="small soft">A scan lists them here.</p> : null}
      <div className="unit-list" role="radiogroup" aria-label="Unit to work on">
        {units.map((one) => (
          <label key={one.unit} className="unit-choice" data-testid={`unit-${showHex(one.unit, 4)}`}>
            <input
              type="radio"
              name={group}
              checked={one.unit === unit}
              onChange={() => chooseUnit(one.unit)}
              className="unit-radio"
            />
            <span className="unit-name">{one.name}</span>
            <span className="mono small soft">{showHex(one.unit, 4)}</span>
            <span className="small unit-dtcs">{dtcCount(one)}</span>
          </label>
        ))}
      </div>
    </nav>
  );
}

const dtcCount = ({ dtcs }: UnitFinding): string =>
  dtcs.length === 0 ? 'no codes' : dtcs.length === 1 ? '1 code' : `${dtcs.length} codes`;
