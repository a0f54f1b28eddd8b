import { useCalls } from '../connection/calls-context.js';
import { useCall } from '../connection/use-call.js';
import { CallRefused } from '../ui/call-refused.js';
import { Panel } from '../ui/panel.js';

/** Off until the technician allows it; the switch shows what the shop client holds, not what was pressed. */
export function ActiveTests({ allowed }: { allowed: boolean }) {
  const calls = useCalls();
  const { standing, run } = useCall();
  return (
    <Panel title="Active tests" testId="active-tests">
      <label className="switch">
        <input
          type="checkbox"
          role="switch"
          checked={allowed}
          aria-checked={allowed}
          onChange={(event) => {
            const wanted = event.target.checked;
            void run(() => calls.allowActiveTests(wanted));
          }}
          data-testid="allow-active-tests"
        />
        <span>
          <strong className="large">{allowed ? 'Allowed for this visit' : 'Not allowed'}</strong>
          <br />
          The expert may make things move: fans, pumps, lamps, throttle. Allow it only while nobody has hands in the
          car.
        </span>
      </label>
      <CallRefused of={standing} />
    </Panel>
  );
}
