import { type ReactNode, useState } from 'react';
import { useCalls } from '../connection/calls-context.js';
import { useCall } from '../connection/use-call.js';
import { Button } from '../ui/button.js';
import { CallRefused } from '../ui/call-refused.js';
import { Foreign } from '../ui/foreign.js';
import { Groups } from '../ui/groups.js';
import { Notice } from '../ui/notice.js';

interface CompareProps {
  readonly organisation: string;
  readonly fingerprint: string;
  readonly startAgain: (words: string) => ReactNode;
}

/** The broker named the organisation; only this comparison makes it count. */
export function CompareFingerprints({ organisation, fingerprint, startAgain }: CompareProps) {
  const calls = useCalls();
  const { standing, run } = useCall();
  const [differ, setDiffer] = useState(false);
  return (
    <>
      <p className="large">
        The broker says that{' '}
        <strong>
          <Foreign text={organisation} />
        </strong>{' '}
        has accepted. Ask them on the telephone to read their fingerprint, group by group:
      </p>
      <div className="fingerprint">
        <Groups of={fingerprint} testId="fingerprint" />
      </div>
      {differ ? (
        <>
          <Notice tone="refused" urgent testId="fingerprints-differ">
            Do not pair: somebody else may have answered. Tell the organisation, then start again with a new code.
          </Notice>
          {startAgain('Start pairing again')}
        </>
      ) : (
        <div className="row">
          <Button
            weight="main"
            busy={standing.at === 'asking'}
            onClick={() => void run(() => calls.confirmPairing(fingerprint))}
            data-testid="confirm-pairing"
          >
            The fingerprints are the same
          </Button>
          <Button onClick={() => setDiffer(true)}>They differ</Button>
        </div>
      )}
      <CallRefused of={standing} />
    </>
  );
}
