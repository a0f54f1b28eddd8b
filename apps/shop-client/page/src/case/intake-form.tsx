import { type FormEvent, useId, useState } from 'react';
import type { BayState } from '../../../src/bay/bay-state.js';
import { useCalls } from '../connection/calls-context.js';
import { useCall } from '../connection/use-call.js';
import { Button } from '../ui/button.js';
import { CallRefused } from '../ui/call-refused.js';
import { Field } from '../ui/field.js';
import { Panel } from '../ui/panel.js';
import { readIntake } from './read-intake.js';

/** What the technician tells about the car. The server says what is wrong with it. */
export function IntakeForm({ vehicle }: { vehicle: BayState['vehicle'] }) {
  const calls = useCalls();
  const { standing, run } = useCall();
  const complaintId = useId();
  const [intake, setIntake] = useState({
    make: vehicle.make,
    model: '',
    year: '',
    vin: vehicle.vin ?? '',
    complaint: '',
  });
  const field = (name: keyof typeof intake) => ({
    value: intake[name],
    onChange: (event: { target: { value: string } }) => setIntake({ ...intake, [name]: event.target.value }),
    'data-testid': `case-${name}`,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void run(() => calls.openCase(readIntake(intake)));
  };
  return (
    <Panel title="Ask for help with a car" now testId="intake">
      <form className="stack" onSubmit={submit} noValidate>
        <div className="fields">
          <Field label="Make" {...field('make')} />
          <Field label="Model" {...field('model')} />
          <Field label="Year" hint="May be left empty." inputMode="numeric" {...field('year')} />
          <Field label="VIN" hint="May be left empty: it is read from the car later." {...field('vin')} />
        </div>
        <div className="field">
          <label htmlFor={complaintId}>What is wrong with the car?</label>
          <textarea id={complaintId} {...field('complaint')} />
        </div>
        <CallRefused of={standing} />
        <div>
          <Button weight="main" type="submit" busy={standing.at === 'asking'} data-testid="open-case">
            Open the case
          </Button>
        </div>
      </form>
    </Panel>
  );
}
