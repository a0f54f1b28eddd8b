import { unreachable } from '@baylink/kernel';
import { Button } from '../../ui/button.js';
import { Meter } from '../../ui/meter.js';
import { Panel } from '../../ui/panel.js';
import { RefusalNotice } from '../../ui/refusal-notice.js';
import { showClock } from '../../ui/show-time.js';
import { useVisit } from '../visit-context.js';
import type { ScanState } from '../visit-model.js';

export function ScanPanel() {
  const { model, actions } = useVisit();
  const busy = model.scan.state === 'running';
  return (
    <Panel
      title="Scan of all units"
      testId="scan"
      aside={
        <Button
          weight="main"
          disabled={busy || model.connection.state !== 'live'}
          onClick={() => void actions.scan()}
          data-testid="scan-start"
        >
          {model.scan.state === 'done' ? 'Scan again' : 'Scan all units'}
        </Button>
      }
    >
      <ScanProgress scan={model.scan} />
    </Panel>
  );
}

function ScanProgress({ scan }: { scan: ScanState }) {
  switch (scan.state) {
    case 'none':
      return (
        <p className="soft">
          Reads identification and trouble codes of every unit. The shop asks for one before it accepts a plan.
        </p>
      );
    case 'running':
      return (
        <>
          <Meter label={scan.sentence} done={scan.done} total={scan.total} testId="scan-progress" />
          <p className="small soft">{scan.found.map(({ name }) => name).join(' · ')}</p>
        </>
      );
    case 'done': {
      const codes = scan.scan.units.reduce((sum, unit) => sum + unit.dtcs.length, 0);
      return (
        <p data-testid="scan-done">
          {scan.scan.units.length} units answered at {showClock(scan.scan.at)}; {codes} trouble codes.
        </p>
      );
    }
    case 'refused':
      return <RefusalNotice refusal={scan.refusal} testId="scan-refused" />;
    default:
      return unreachable(scan);
  }
}
