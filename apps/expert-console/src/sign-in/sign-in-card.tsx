import type { ExpertCertificate } from '@baylink/contracts';
import { useMutation } from '@tanstack/react-query';
import { answerOrThrow } from '../session/answer-or-throw.js';
import type { Identity } from '../session/identity.js';
import { useServices } from '../session/services.js';
import { Badge } from '../ui/badge.js';
import { Button } from '../ui/button.js';
import { Notice } from '../ui/notice.js';
import { Panel } from '../ui/panel.js';
import { Coverage } from './coverage.js';
import { ForgetKey } from './forget-key.js';

interface SignInCardProps {
  readonly identity: Identity;
  readonly certificate: ExpertCertificate;
  readonly onSignedIn: () => void;
}

export function SignInCard({ identity, certificate, onSignedIn }: SignInCardProps) {
  const { api } = useServices();
  const signIn = useMutation({ mutationFn: () => answerOrThrow(api.signIn(identity)), onSuccess: onSignedIn });
  return (
    <Panel
      title={certificate.name}
      testId="ready-to-sign-in"
      aside={
        <Badge tone="holds" dot>
          certified
        </Badge>
      }
    >
      <Coverage certificate={certificate} />
      <div className="row spread">
        <Button weight="main" disabled={signIn.isPending} onClick={() => signIn.mutate()} data-testid="sign-in">
          Sign in
        </Button>
        <ForgetKey identity={identity} />
      </div>
      {signIn.error === null ? null : (
        <Notice tone="refused" urgent testId="sign-in-error">
          {signIn.error.message}
        </Notice>
      )}
    </Panel>
  );
}
