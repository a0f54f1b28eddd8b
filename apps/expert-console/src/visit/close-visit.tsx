import { useState } from 'react';
import { goTo } from '../session/route.js';
import { Button } from '../ui/button.js';
import { isOpen } from './supervision/run-stage.js';
import { useVisit } from './visit-context.js';

/** Two steps: closing ends the visit and its record for both sides. A job that runs goes on without us. */
export function CloseVisit() {
  const { model, actions } = useVisit();
  const [asked, setAsked] = useState(false);
  const running = model.runs.some(({ report }) => isOpen(report.state));
  if (!asked)
    return (
      <Button onClick={() => setAsked(true)} data-testid="close-visit">
        Close visit …
      </Button>
    );
  const close = async () => {
    await actions.close();
    goTo({ at: 'cases' });
  };
  return (
    <fieldset className="row plain-group" aria-label="Close the visit">
      <p className="small">
        {running ? 'A job is running; it goes on at the shop.' : 'This ends the visit for both sides.'}
      </p>
      <Button weight="grave" onClick={() => void close()} data-testid="close-visit-confirm">
        Close
      </Button>
      <Button onClick={() => setAsked(false)}>Stay</Button>
    </fieldset>
  );
}
