import type { RunReport } from '@baylink/contracts';
import { useCalls } from '../connection/calls-context.js';
import { useCall } from '../connection/use-call.js';
import { Button } from '../ui/button.js';
import { Foreign } from '../ui/foreign.js';
import { stopWords } from './run-words.table.js';

/** At the foot of the window, wherever the page is scrolled: one press, no question in between. */
export function StopBar({ report }: { report: RunReport }) {
  const calls = useCalls();
  const { standing, run } = useCall<{ sentence: string }>();
  return (
    <section className="stop-bar" aria-label="Stop">
      <Button weight="stop" onClick={() => void run(() => calls.stop(report.job))} data-testid="stop-run">
        STOP
      </Button>
      <div className="stop-words">
        {standing.at === 'answered' || standing.at === 'refused' ? (
          <p className="stop-answer" role="alert" data-testid="stop-answer">
            <Foreign text={standing.at === 'answered' ? standing.value.sentence : standing.sentence} />
          </p>
        ) : null}
        <p data-testid="stop-meaning">{stopWords(report)}</p>
      </div>
    </section>
  );
}
