import type { VoltageView } from '../../../src/bay/bay-state.js';
import { Foreign } from '../ui/foreign.js';
import { voltageStanding } from './voltage-standing.js';

export function VoltageReadout({ voltage, live }: { voltage: VoltageView; live: boolean }) {
  const { tone, figure, words } = voltageStanding(voltage, live);
  return (
    <div className={`voltage tone-${tone}`} data-standing={tone}>
      <span className="hidden-visually">Vehicle voltage</span>
      <span className="voltage-figure" data-testid="voltage">
        {figure}
      </span>
      <span className="voltage-words">
        <Foreign text={words} />
        {voltage.source === '' ? null : (
          <span className="voltage-source">
            <Foreign text={voltage.source} />
          </span>
        )}
      </span>
    </div>
  );
}
