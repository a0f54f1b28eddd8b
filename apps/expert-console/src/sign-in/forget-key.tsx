import { useState } from 'react';
import type { Identity } from '../session/identity.js';
import { Button } from '../ui/button.js';
import { useForget } from './use-identity.js';

/** Two steps: the key cannot be brought back, and a certificate for it is worth nothing without it. */
export function ForgetKey({ identity }: { identity: Identity }) {
  const [asked, setAsked] = useState(false);
  const forget = useForget();
  if (!asked)
    return (
      <div>
        <Button weight="quiet" onClick={() => setAsked(true)} data-testid="forget-key">
          Remove this key from the browser
        </Button>
      </div>
    );
  return (
    <fieldset className="row plain-group" aria-label="Remove the key">
      <p className="small">
        The key of {identity.name} is gone for good, its certificate with it. You will have to enrol again.
      </p>
      <Button weight="grave" onClick={() => forget.mutate()} data-testid="forget-key-confirm">
        Remove the key
      </Button>
      <Button onClick={() => setAsked(false)}>Keep it</Button>
    </fieldset>
  );
}
