import type { BayState } from '../../src/bay/bay-state.js';
import { AgreementToSign, SignedAgreements } from './agreements/agreements.js';
import { Alarms } from './alarms/alarms.js';
import { CaseOpen } from './case/case-open.js';
import { IntakeForm } from './case/intake-form.js';
import { LedgerTail } from './ledger/ledger-tail.js';
import { Paired } from './pairing/paired.js';
import { Pairing } from './pairing/pairing.js';
import { RunHistory } from './run/run-history.js';
import { RunNow } from './run/run-now.js';
import { ScanTable } from './scan/scan-table.js';
import { TopBar } from './top/top-bar.js';
import { ActiveTests } from './visit/active-tests.js';
import { VisitBanner } from './visit/visit-banner.js';
import { Waiting } from './visit/waiting.js';

/**
 * From the top: what must not be missed, what is asked of the technician now, then what is good to know. A step that is done
 * leaves its place to the next one, so the first section is the one that counts.
 */
export function BayScreen({ state, live }: { state: BayState; live: boolean }) {
  const [run, ...earlier] = state.runs;
  const paired = state.pairing.state === 'paired';
  return (
    <>
      <TopBar state={state} live={live} />
      <main className="sections">
        <Alarms alarms={state.alarms} />
        {state.visit === null ? null : <VisitBanner visit={state.visit} />}
        {run === undefined ? null : <RunNow key={run.report.job} run={run} />}
        {state.pairing.state === 'paired' ? null : <Pairing pairing={state.pairing} own={state.shop.thumbprint} />}
        {paired && state.case === null ? <IntakeForm vehicle={state.vehicle} /> : null}
        {paired && state.case !== null ? <AgreementToSign agreements={state.agreements} /> : null}
        <Waiting state={state} />
        {state.case === null && state.visit === null ? null : <ActiveTests allowed={state.activeTests} />}
        {state.scan === null ? null : <ScanTable scan={state.scan} />}
        {state.case === null ? null : <CaseOpen opened={state.case} vehicle={state.vehicle} />}
        <RunHistory runs={earlier} />
        <SignedAgreements agreements={state.agreements} />
        <LedgerTail lines={state.ledger} />
        {state.pairing.state === 'paired' ? <Paired pairing={state.pairing} own={state.shop.thumbprint} /> : null}
      </main>
    </>
  );
}
