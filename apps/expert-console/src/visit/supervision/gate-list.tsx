import type { GateReport } from '@baylink/contracts';
import { Icon } from '../../ui/icon.js';

/** Gates with their sentences: those that say no first, each with what was measured and what is wanted. */
export function GateList({ gates, testId }: { gates: readonly GateReport[]; testId?: string }) {
  if (gates.length === 0) return <p className="small soft">No gate has been asked yet.</p>;
  const ordered = gates.toSorted((a, b) => Number(a.holds) - Number(b.holds));
  return (
    <ul className="gates" data-testid={testId}>
      {ordered.map((gate) => (
        <li
          key={gate.gate}
          className={`gate tone-${gate.holds ? 'holds' : 'refused'}`}
          data-testid={`gate-${gate.gate}`}
          data-holds={gate.holds}
        >
          <span className="gate-mark">
            <Icon name={gate.holds ? 'holds' : 'refused'} />
            <span className="hidden-visually">{gate.holds ? 'holds' : 'says no'}</span>
          </span>
          <div>
            <p className="gate-name">
              <code>{gate.gate}</code> {gate.holds ? null : <span className="small soft">{gate.rule}</span>}
            </p>
            <p className="small">{gate.sentence}</p>
            {gate.holds ? null : (
              <p className="small soft">
                measured {gate.measured}, wanted {gate.wanted}
              </p>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
