import type { RunReport } from '@baylink/contracts';
import { useState } from 'react';
import { Button } from '../../ui/button.js';
import { Notice } from '../../ui/notice.js';
import { useVisit } from '../visit-context.js';
import { RUN_STAGES, STOP_WORDS } from './run-stage.js';

type Step = { readonly at: 'idle' } | { readonly at: 'asked' } | { readonly at: 'answered'; readonly sentence: string };

/** Two steps, and between them the truth about what stopping means at this point. The shop decides. */
export function StopRequest({ report }: { report: RunReport }) {
  const { actions } = useVisit();
  const [step, setStep] = useState<Step>({ at: 'idle' });
  const { stop } = RUN_STAGES[report.state];
  if (stop === 'over') return null;
  const send = async () => {
    const answer = await actions.stop(report.job);
    setStep({ at: 'answered', sentence: answer.ok ? answer.value : answer.error.sentence });
  };
  switch (step.at) {
    case 'idle':
      return (
        <div>
          <Button onClick={() => setStep({ at: 'asked' })} data-testid="stop">
            Ask the shop to stop …
          </Button>
        </div>
      );
    case 'asked':
      return (
        <Notice tone="attention">
          <p>{STOP_WORDS[stop]}</p>
          <div className="row">
            <Button weight="grave" onClick={() => void send()} data-testid="stop-confirm">
              Ask to stop
            </Button>
            <Button onClick={() => setStep({ at: 'idle' })}>Let it run</Button>
          </div>
        </Notice>
      );
    case 'answered':
      return (
        <Notice tone="plain" testId="stop-answer">
          {step.sentence}
        </Notice>
      );
  }
}
