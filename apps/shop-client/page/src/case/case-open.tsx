import { useState } from 'react';
import type { BayState } from '../../../src/bay/bay-state.js';
import { useCalls } from '../connection/calls-context.js';
import { useCall } from '../connection/use-call.js';
import { Button } from '../ui/button.js';
import { CallRefused } from '../ui/call-refused.js';
import { Facts } from '../ui/facts.js';
import { Foreign } from '../ui/foreign.js';
import { Panel } from '../ui/panel.js';

interface CaseOpenProps {
  readonly opened: NonNullable<BayState['case']>;
  readonly vehicle: BayState['vehicle'];
}

export function CaseOpen({ opened, vehicle }: CaseOpenProps) {
  const calls = useCalls();
  const { standing, run } = useCall();
  const [asked, setAsked] = useState(false);
  return (
    <Panel
      title="This case"
      testId="case"
      aside={
        asked ? null : (
          <Button onClick={() => setAsked(true)} data-testid="close-case">
            Close the case …
          </Button>
        )
      }
    >
      {asked ? (
        <div className="row">
          <p className="large">The experts leave and the record of this case ends. Close it?</p>
          <Button
            weight="main"
            busy={standing.at === 'asking'}
            onClick={() => void run(calls.closeCase)}
            data-testid="close-case-confirm"
          >
            Close the case
          </Button>
          <Button onClick={() => setAsked(false)}>Keep it open</Button>
        </div>
      ) : null}
      <CallRefused of={standing} />
      <p className="lines">
        <Foreign text={opened.complaint} />
      </p>
      <Facts
        of={[
          { label: 'Make', value: vehicle.make },
          { label: 'VIN', value: vehicle.vin },
          { label: 'Vehicle profile', value: vehicle.profile },
          { label: 'Case', value: opened.id },
        ]}
      />
    </Panel>
  );
}
