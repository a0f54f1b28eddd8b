import { byteCount } from '@baylink/kernel';
import { Facts } from '../../ui/facts.js';
import { Icon } from '../../ui/icon.js';
import { Panel } from '../../ui/panel.js';
import { showBytesCount } from '../../ui/show-size.js';
import { SegmentTable } from '../supervision/segment-table.js';
import type { FirmwareReport } from './firmware-report.js';
import type { Fit } from './fits.js';

const FORMAT = {
  'intel-hex': 'Intel HEX',
  's-record': 'Motorola S-record',
  vbf: 'VBF',
  'odx-f': 'ODX-F',
  raw: 'Plain bytes',
} as const;
const TONE = { true: 'holds', false: 'refused', unknown: 'attention' } as const;

/** What the file proves about itself; plain bytes prove nothing. */
function checksOf({ checks }: FirmwareReport): string {
  const held = checks.filter(({ result }) => result === 'holds').length;
  if (checks.length === 0) return 'none: the file carries no checksum';
  return held === checks.length ? `${held} hold` : `${held} hold, ${checks.length - held} only the unit can check`;
}

export function FirmwarePanel({ name, report, fit }: { name: string; report: FirmwareReport; fit: readonly Fit[] }) {
  return (
    <Panel title={name} testId="firmware-report">
      <Facts
        of={[
          ['Format', `${FORMAT[report.format]}, ${report.records} ${report.records === 1 ? 'record' : 'records'}`],
          ['Data', showBytesCount(byteCount(report.dataBytes))],
          ['CRC-32 of the data', <code key="crc">{report.crc32}</code>],
          ['Software id', report.header?.softwareId ?? <span className="soft">no header; the CRC-32 names it</span>],
          ['For hardware', report.header?.hardwareId ?? <span className="soft">the file does not say</span>],
          ['Its own checks', checksOf(report)],
          ...Object.entries(report.labels),
          ['Version', report.header?.version ?? report.title],
        ]}
      />
      <div>
        <p className="small soft">SHA-256 of the file: its name in plan, acknowledgement and ledger</p>
        <code className="break" data-testid="firmware-sha256">
          {report.sha256}
        </code>
      </div>
      <SegmentTable segments={report.segments} />
      <ul className="fits" data-testid="firmware-fit">
        {fit.map(({ question, holds, sentence }) => {
          const tone = TONE[`${holds}`];
          return (
            <li key={question} className={`fit tone-${tone}`} data-holds={holds}>
              <span className="gate-mark">
                <Icon name={tone} />
              </span>
              <p>
                <strong>{question}</strong>
                <br />
                <span className="small">{sentence}</span>
              </p>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
