import type { Identity } from '../session/identity.js';
import { Badge } from '../ui/badge.js';
import { Notice } from '../ui/notice.js';
import { Panel } from '../ui/panel.js';
import { ForgetKey } from './forget-key.js';
import { useCertificatePoll } from './use-identity.js';

export function WaitingForCertificate({ identity, code }: { identity: Identity; code: string }) {
  const poll = useCertificatePoll(identity, code);
  return (
    <Panel
      title="Waiting for your certificate"
      testId="waiting-for-certificate"
      aside={
        <Badge tone="attention" dot>
          asking every 2 s
        </Badge>
      }
    >
      <div className="stack tight">
        <p>Read this code to whoever keeps the root key of your organisation:</p>
        <p className="sign-in-code mono" data-testid="enrolment-code">
          {code}
        </p>
      </div>
      <div className="stack tight">
        <p>They run, where the root key is:</p>
        <pre className="sign-in-command mono">{`npx baylink org certify ${code} --dir FOLDER --organisation NAME --broker ${location.origin}`}</pre>
      </div>
      <div className="stack tight">
        <p>and compare this thumbprint of your key before they say yes:</p>
        <p className="mono break" data-testid="key-thumbprint">
          {identity.thumbprint}
        </p>
      </div>
      {poll.error === null ? null : (
        <Notice tone="attention" urgent>
          {poll.error.message}
        </Notice>
      )}
      <ForgetKey identity={identity} />
    </Panel>
  );
}
