import { type FormEvent, useState } from 'react';
import type { AgreementView } from '../../../src/bay/bay-state.js';
import { useCalls } from '../connection/calls-context.js';
import { useCall } from '../connection/use-call.js';
import { Button } from '../ui/button.js';
import { CallRefused } from '../ui/call-refused.js';
import { Field } from '../ui/field.js';
import { Foreign } from '../ui/foreign.js';
import { Panel } from '../ui/panel.js';

interface AgreementsProps {
  readonly agreements: readonly AgreementView[];
}

/** One at a time, in the order of the shop client. */
export function AgreementToSign({ agreements }: AgreementsProps) {
  const [next] = agreements.filter(({ signedBy }) => signedBy === null);
  return next === undefined ? null : <ToSign key={next.sha256} agreement={next} />;
}

function ToSign({ agreement }: { agreement: AgreementView }) {
  const calls = useCalls();
  const { standing, run } = useCall();
  const [name, setName] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void run(() => calls.signAgreement(agreement, name));
  };
  return (
    <Panel
      title={<Foreign text={agreement.title} />}
      aside={<span>Version {agreement.version}</span>}
      now
      testId="agreement"
    >
      <p className="lines">
        <Foreign text={agreement.text} />
      </p>
      <form className="stack" onSubmit={submit} noValidate>
        <Field
          label="Your full name"
          value={name}
          onChange={(event) => setName(event.target.value)}
          data-testid="agreement-name"
        />
        <CallRefused of={standing} />
        <div>
          <Button weight="main" type="submit" busy={standing.at === 'asking'} data-testid="sign-agreement">
            I agree and sign
          </Button>
        </div>
      </form>
    </Panel>
  );
}

export function SignedAgreements({ agreements }: AgreementsProps) {
  const signed = agreements.filter(({ signedBy }) => signedBy !== null);
  if (signed.length === 0) return null;
  return (
    <Panel title="Signed agreements" testId="signed-agreements">
      <ul className="stack">
        {signed.map((agreement) => (
          <li key={agreement.sha256}>
            <details>
              <summary>
                <Foreign text={agreement.title} />, version {agreement.version}, signed by{' '}
                <Foreign text={agreement.signedBy ?? ''} />
              </summary>
              <p className="lines">
                <Foreign text={agreement.text} />
              </p>
            </details>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
