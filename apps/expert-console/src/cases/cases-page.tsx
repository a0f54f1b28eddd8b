import { useQueryClient } from '@tanstack/react-query';
import { readCertificate } from '../session/certificate.js';
import type { Identity } from '../session/identity.js';
import { Button } from '../ui/button.js';
import { Notice } from '../ui/notice.js';
import { CaseList } from './case-list.js';
import './cases.css';
import { CountersigningPanel } from './countersigning-panel.js';
import { PairingApproval } from './pairing-approval.js';
import { CASES, useCases } from './use-cases.js';

export function CasesPage({ identity, onSignOut }: { identity: Identity; onSignOut: () => void }) {
  const cases = useCases();
  const queries = useQueryClient();
  const certificate = readCertificate(identity.certificate ?? '', identity.thumbprint);
  return (
    <div className="cases">
      <header className="top-bar">
        <p className="top-brand">Baylink</p>
        <p className="top-place">Cases</p>
        <div className="row top-end">
          <p className="small soft" data-testid="signed-in-as">
            {identity.name}
          </p>
          <Button weight="quiet" onClick={onSignOut} data-testid="sign-out">
            Sign out
          </Button>
        </div>
      </header>
      <main className="cases-body">
        <section className="stack" aria-labelledby="cases-heading">
          <h1 id="cases-heading">Open cases</h1>
          {cases.error === null ? null : (
            <Notice tone="refused" urgent>
              {cases.error.message}
            </Notice>
          )}
          {cases.data === undefined ? (
            <p className="soft">Asking the broker …</p>
          ) : (
            <CaseList cases={cases.data} me={identity.thumbprint} />
          )}
        </section>
        <aside className="stack">
          <CountersigningPanel me={identity.thumbprint} />
          <PairingApproval
            root={certificate.ok ? certificate.value.iss : undefined}
            onPaired={() => void queries.invalidateQueries({ queryKey: CASES })}
          />
        </aside>
      </main>
    </div>
  );
}
