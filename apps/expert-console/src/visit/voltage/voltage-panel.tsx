import { Badge } from '../../ui/badge.js';
import { Panel } from '../../ui/panel.js';
import { useVisit } from '../visit-context.js';
import { showBand } from './band.js';
import { useStanding } from './use-standing.js';
import './voltage.css';
import { VoltageChart } from './voltage-chart.js';

const WORDS = {
  unknown: ['attention', 'no reading'],
  low: ['refused', 'too low'],
  high: ['refused', 'too high'],
  inside: ['holds', 'in band'],
} as const;

export function VoltagePanel() {
  const { model } = useVisit();
  const { standing, band } = useStanding();
  const [tone, words] = WORDS[standing.state];
  return (
    <Panel title="Battery" testId="voltage" aside={<Badge tone={tone}>{words}</Badge>}>
      <div className="voltage-figure">
        <p className={`voltage-large mono tone-${tone}`}>{standing.state === 'unknown' ? '––.–– V' : standing.text}</p>
        <p className="small soft">
          band {showBand(band)}
          <br />
          {model.voltage.last?.source ?? 'no source yet'}
        </p>
      </div>
      <VoltageChart samples={model.voltage.samples} band={band} />
      <p className="small">{standing.sentence}</p>
    </Panel>
  );
}
