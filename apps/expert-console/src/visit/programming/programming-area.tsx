import { Notice } from '../../ui/notice.js';
import { AreaHead } from '../area-head.js';
import { RulesLine } from '../rules-line.js';
import { selectedUnit } from '../selected-unit.js';
import { useVisit } from '../visit-context.js';
import { FlashComposer } from './flash-composer.js';
import './programming.css';

export function ProgrammingArea({ onOffered }: { onOffered: () => void }) {
  const visit = useVisit();
  const unit = selectedUnit(visit);
  return (
    <>
      <AreaHead area="programming">
        Erases and replaces the software of a unit. From the first erase on there is only one way: forward.
      </AreaHead>
      <RulesLine />
      {unit === undefined ? (
        <Notice tone="plain" testId="programming-no-unit">
          Scan all units under Diagnostics, then choose the unit on the left.
        </Notice>
      ) : (
        <FlashComposer key={unit.unit} unit={unit} onOffered={onOffered} />
      )}
    </>
  );
}
