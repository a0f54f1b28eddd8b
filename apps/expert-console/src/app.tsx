import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { CasesPage } from './cases/cases-page.js';
import type { Identity } from './session/identity.js';
import { useRoute } from './session/route.js';
import { useServices } from './session/services.js';
import { SignInPage } from './sign-in/sign-in-page.js';
import { useIdentity } from './sign-in/use-identity.js';

const VisitPage = lazy(async () => ({ default: (await import('./visit/visit-page.js')).VisitPage }));

/** Sign in first; after that the address says which page. */
export function App() {
  const { api } = useServices();
  const queries = useQueryClient();
  const [signedIn, setSignedIn] = useState(false);
  const identity = useIdentity().data?.identity;
  if (!signedIn || identity === undefined) return <SignInPage onSignedIn={() => setSignedIn(true)} />;
  const signOut = () => {
    api.signOut();
    queries.removeQueries({ queryKey: ['cases'] });
    setSignedIn(false);
  };
  return <SignedIn identity={identity} onSignOut={signOut} />;
}

function SignedIn({ identity, onSignOut }: { identity: Identity; onSignOut: () => void }) {
  const route = useRoute();
  switch (route.at) {
    case 'cases':
      return <CasesPage identity={identity} onSignOut={onSignOut} />;
    case 'visit':
      return (
        <Suspense fallback={<p className="opening soft">Opening the visit …</p>}>
          <VisitPage key={route.visitId} caseId={route.caseId} visitId={route.visitId} identity={identity} />
        </Suspense>
      );
  }
}
