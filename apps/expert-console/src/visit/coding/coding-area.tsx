import type { UnitFinding } from '@baylink/contracts';
import { Notice } from '../../ui/notice.js';
import { AreaHead } from '../area-head.js';
import { RulesLine } from '../rules-line.js';
import { selectedUnit } from '../selected-unit.js';
import { useVisit } from '../visit-context.js';
import './coding.css';
import { CodingComposer } from './coding-composer.js';

export function CodingArea({ onOffered }: { onOffered: () => void }) {
  const visit = useVisit();
  const unit: UnitFinding | undefined = selectedUnit(visit);
  return (
    <>
      <AreaHead area="coding">
        Changes configuration values inside the software that is there. The software itself stays.
      </AreaHead>
      <RulesLine />
      {unit === undefined ? (
        <Notice tone="plain" testId="coding-no-unit">
          Scan all units under Diagnostics, then choose the unit on the left.
        </Notice>
      ) : (
        <CodingComposer key={unit.unit} unit={unit} onOffered={onOffered} />
      )}
    </>
  );
}
