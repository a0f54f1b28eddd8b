import type { GateReport } from '@baylink/contracts';
import { Foreign } from '../ui/foreign.js';
import { Icon } from '../ui/icon.js';

/** Gates with their sentences, and what was measured and wanted where one says no. */
export function GateList({ gates, label }: { gates: readonly GateReport[]; label: string }) {
  if (gates.length === 0) return null;
  return (
    <div className="stack">
      <h3>{label}</h3>
      <ul className="gates">
        {gates.map((gate) => (
          <GateRow key={gate.gate} gate={gate} />
        ))}
      </ul>
    </div>
  );
}

function GateRow({ gate }: { gate: GateReport }) {
  const { holds } = gate;
  return (
    <li className={`gate tone-${holds ? 'holds' : 'refused'}`} data-testid={`gate-${gate.gate}`} data-holds={holds}>
      <span className="gate-mark">
        <Icon name={holds ? 'holds' : 'refused'} size={holds ? 20 : 30} />
        <span className="hidden-visually">{holds ? 'holds' : 'says no'}</span>
      </span>
      <div>
        <p className={holds ? undefined : 'gate-sentence'}>
          <Foreign text={gate.sentence} />
        </p>
        <p className="small soft">
          <code>{gate.gate}</code> measured <Foreign text={gate.measured} />, wanted <Foreign text={gate.wanted} />
        </p>
      </div>
    </li>
  );
}
