import { unreachable } from '@baylink/kernel';
import type { ReactNode } from 'react';
import type { PairingView } from '../../../src/bay/bay-state.js';
import { useCalls } from '../connection/calls-context.js';
import { useCall } from '../connection/use-call.js';
import { Button } from '../ui/button.js';
import { CallRefused } from '../ui/call-refused.js';
import { Foreign } from '../ui/foreign.js';
import { Notice } from '../ui/notice.js';
import { Panel } from '../ui/panel.js';
import { CompareFingerprints } from './compare-fingerprints.js';
import { UserCode } from './user-code.js';
import './pairing.css';

type Open = Exclude<PairingView, { state: 'paired' }>;

/** Until an organisation is pinned nothing else can begin. */
export function Pairing({ pairing, own }: { pairing: Open; own: string }) {
  const calls = useCalls();
  const { standing, run } = useCall();
  const start = (words: string): ReactNode => (
    <div>
      <Button
        weight="main"
        busy={standing.at === 'asking'}
        onClick={() => void run(calls.startPairing)}
        data-testid="start-pairing"
      >
        {words}
      </Button>
    </div>
  );
  return (
    <Panel title="Pair this shop with an expert organisation" now testId="pairing">
      <Step pairing={pairing} own={own} start={start} />
      <CallRefused of={standing} />
    </Panel>
  );
}

function Step({ pairing, own, start }: { pairing: Open; own: string; start: (words: string) => ReactNode }) {
  switch (pairing.state) {
    case 'none':
      return (
        <>
          <p className="large">
            Once for this shop: you get a code, read it to the organisation, and compare its fingerprint.
          </p>
          {start('Start pairing')}
        </>
      );
    case 'waiting':
      return <UserCode code={pairing.userCode} expiresAt={pairing.expiresAt} own={own} />;
    case 'confirm':
      return (
        <CompareFingerprints organisation={pairing.organisation} fingerprint={pairing.fingerprint} startAgain={start} />
      );
    case 'failed':
      return (
        <>
          <Notice tone="refused" urgent>
            <Foreign text={pairing.sentence} />
          </Notice>
          {start('Start pairing again')}
        </>
      );
    default:
      return unreachable(pairing);
  }
}
