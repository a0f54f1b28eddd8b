import type { RunView } from '../../../src/bay/bay-state.js';
import { useCalls } from '../connection/calls-context.js';
import { useCall } from '../connection/use-call.js';
import { Button } from '../ui/button.js';
import { CallRefused } from '../ui/call-refused.js';

/** The last word is the technician's: that the car does what it should, or that what was asked for on hold is done. */
export function ConfirmResult({ run: { report, wanted } }: { run: RunView }) {
  const calls = useCalls();
  const { standing, run } = useCall();
  const onHold = report.state === 'HOLD';
  if (!onHold && wanted !== 'confirm-result') return null;
  return (
    <div className="stack">
      <p className="large">
        {onHold
          ? 'Do what is said above first. The unit stays as it is until you press continue.'
          : 'Look at the car: does it start, are the warning lamps as expected?'}
      </p>
      <div>
        <Button
          weight="main"
          busy={standing.at === 'asking'}
          onClick={() => void run(() => calls.confirmResult(report.job))}
          data-testid="confirm-result"
        >
          {onHold ? 'It is done: continue' : 'I confirm the result'}
        </Button>
      </div>
      <CallRefused of={standing} />
    </div>
  );
}
