import { useStanding } from './use-standing.js';

const TONE = { unknown: 'attention', low: 'refused', high: 'refused', inside: 'holds' } as const;

/** The figure that stays in sight wherever the page is scrolled. */
export function VoltageReadout() {
  const { standing } = useStanding();
  return (
    <p className={`voltage-readout tone-${TONE[standing.state]}`} title={standing.sentence} data-testid="voltage-now">
      <span className="hidden-visually">Battery voltage</span>
      <span className="mono">{standing.state === 'unknown' ? '––.–– V' : standing.text}</span>
    </p>
  );
}
