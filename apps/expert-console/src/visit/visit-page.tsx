import type { CaseView } from '@baylink/contracts';
import { useState } from 'react';
import { useCases } from '../cases/use-cases.js';
import type { Identity } from '../session/identity.js';
import { showRoute } from '../session/route.js';
import { Notice } from '../ui/notice.js';
import type { Area } from './area.js';
import { AreaPanels } from './area-panels.js';
import { AreaTabs } from './area-tabs.js';
import { ConnectionBar } from './connection-bar.js';
import { Instruments } from './instruments.js';
import { useOdx } from './odx/use-odx.js';
import { isOpen } from './supervision/run-stage.js';
import { UnitPicker } from './unit-picker.js';
import { useVisitLine } from './use-visit.js';
import './plan/plan.css';
import './visit.css';
import { VisitProvider } from './visit-context.js';
import { VisitHeader } from './visit-header.js';

interface VisitPageProps {
  readonly caseId: string;
  readonly visitId: string;
  readonly identity: Identity;
}

/** Finds the case of the address; a visit without its case, and so without the shop's key, is not opened. */
export function VisitPage({ caseId, visitId, identity }: VisitPageProps) {
  const cases = useCases();
  const found = cases.data?.find((one) => one.id === caseId);
  if (found !== undefined) return <LiveVisit of={found} visitId={visitId} identity={identity} />;
  return (
    <main className="visit-missing stack">
      {cases.data === undefined && cases.error === null ? (
        <p className="soft">Looking up the case …</p>
      ) : (
        <Notice tone="refused" urgent>
          <p>{cases.error?.message ?? 'This case is not among those that your organisation may see.'}</p>
          <p>
            <a href={showRoute({ at: 'cases' })}>Back to the cases</a>
          </p>
        </Notice>
      )}
    </main>
  );
}

function LiveVisit({ of, visitId, identity }: { of: CaseView; visitId: string; identity: Identity }) {
  const { model, actions } = useVisitLine({ id: visitId, shop: of.shop.jwk }, identity);
  const [area, setArea] = useState<Area>('diagnostics');
  const [unit, chooseUnit] = useState<number>();
  const description = useOdx();
  const openRuns = model.runs.filter((run) => isOpen(run.report.state)).length;
  return (
    <VisitProvider value={{ id: visitId, caseId: of.id, identity, model, actions, unit, description, chooseUnit }}>
      <div className="visit">
        <div className="visit-top">
          <VisitHeader of={of} />
          <ConnectionBar />
        </div>
        <AreaTabs current={area} openRuns={openRuns} onChange={setArea} />
        <div className="visit-body" data-area={area}>
          <UnitPicker />
          <AreaPanels current={area} onGo={setArea} />
          <Instruments />
        </div>
      </div>
    </VisitProvider>
  );
}
