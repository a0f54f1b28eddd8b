import { AreaHead } from '../area-head.js';
import { dtcText } from '../odx/odx-names.js';
import { OdxPanel } from '../odx/odx-panel.js';
import { useVisit } from '../visit-context.js';
import { DtcTable } from './dtc-table.js';
import { IdentificationTable } from './identification-table.js';
import { RequestBox } from './request-box.js';
import { RequestHistory } from './request-history.js';
import './scan.css';
import { ScanPanel } from './scan-panel.js';

export function DiagnosticsArea() {
  const {
    model,
    description: { odx, load, choose },
  } = useVisit();
  const scan = model.scan.state === 'done' ? model.scan.scan : undefined;
  return (
    <>
      <AreaHead area="diagnostics" />
      <ScanPanel />
      {scan === undefined ? null : (
        <>
          <IdentificationTable units={scan.units} />
          <DtcTable units={scan.units} textOf={(code) => dtcText(odx, code)} />
        </>
      )}
      <RequestBox />
      <RequestHistory log={model.requests} odx={odx} />
      <OdxPanel odx={odx} onLoad={(file) => void load(file)} onChoose={choose} />
    </>
  );
}
