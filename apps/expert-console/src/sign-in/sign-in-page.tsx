import { unreachable } from '@baylink/kernel';
import { useServices } from '../session/services.js';
import { useNow } from '../session/use-now.js';
import { Notice } from '../ui/notice.js';
import { EnrolForm } from './enrol-form.js';
import { ForgetKey } from './forget-key.js';
import './sign-in.css';
import { SignInCard } from './sign-in-card.js';
import { type SignInState, signInState } from './sign-in-state.js';
import { useIdentity } from './use-identity.js';
import { WaitingForCertificate } from './waiting-for-certificate.js';

/** One card, one state: no key, waiting, ready, expired. */
export function SignInPage({ onSignedIn }: { onSignedIn: () => void }) {
  const { wall } = useServices();
  const now = useNow(wall);
  const lookup = useIdentity();
  return (
    <main className="sign-in">
      <header className="sign-in-brand">
        <p className="sign-in-name">Baylink</p>
        <h1>Expert console</h1>
        <p className="soft">
          Every request and every plan is signed with a key that is made in this browser and cannot be taken out of it.
        </p>
      </header>
      {lookup.data === undefined ? (
        <p className="soft">Looking for your key …</p>
      ) : (
        <Card state={signInState(lookup.data.identity, now)} onSignedIn={onSignedIn} />
      )}
      {lookup.error !== null ? (
        <Notice tone="refused" urgent>
          The browser does not open its key store: {lookup.error.message}. Leave private browsing, then reload.
        </Notice>
      ) : null}
    </main>
  );
}

function Card({ state, onSignedIn }: { state: SignInState; onSignedIn: () => void }) {
  switch (state.state) {
    case 'no-key':
      return <EnrolForm title="No key in this browser yet" present={undefined} action="Make my key" />;
    case 'not-enrolled':
      return <EnrolForm title="Your key has no certificate" present={state.identity} action="Ask for a certificate" />;
    case 'waiting':
      return <WaitingForCertificate identity={state.identity} code={state.code} />;
    case 'ready':
      return <SignInCard identity={state.identity} certificate={state.certificate} onSignedIn={onSignedIn} />;
    case 'not-yet-valid':
    case 'expired':
      return (
        <EnrolForm
          title={state.state === 'expired' ? 'Your certificate has expired' : 'Your certificate is not valid yet'}
          present={state.identity}
          certificate={state.certificate}
          action="Ask for a new certificate"
        />
      );
    case 'unusable':
      return (
        <>
          <Notice tone="refused" urgent>
            {state.sentence}
          </Notice>
          <EnrolForm title="Enrol again" present={state.identity} action="Ask for a certificate" />
          <ForgetKey identity={state.identity} />
        </>
      );
    default:
      return unreachable(state);
  }
}
