import type { Refusal, RunState } from '@baylink/contracts';
import { useState } from 'react';
import { Button } from '../../ui/button.js';
import { Notice } from '../../ui/notice.js';
import { RefusalNotice } from '../../ui/refusal-notice.js';
import { useVisit } from '../visit-context.js';
import type { Run } from '../visit-model.js';
import { checkPhrase } from './phrase-check.js';

const COMPARED_IN: ReadonlySet<RunState> = new Set(['DRAFT', 'STAGING', 'STAGED', 'BACKED_UP', 'PREFLIGHT_OK']);

/** Five words derived from the plan's digest: read aloud, compared by both people, then told to the shop. */
export function PhrasePanel({ run }: { run: Run }) {
  const { actions } = useVisit();
  const [told, setTold] = useState<string>();
  const [refusal, setRefusal] = useState<Refusal>();
  const check = checkPhrase(run);
  if (check.state === 'different')
    return (
      <Notice tone="refused" urgent testId="phrase-different">
        <p>
          The plan at the shop is not the plan that was signed here. This console computes “{check.phrase}”, the shop
          shows “{check.theirs}”. Do not continue; ask the technician to stop and close the visit.
        </p>
      </Notice>
    );
  if (!COMPARED_IN.has(run.report.state) && run.report.state !== 'ARMED') return null;
  const say = async () => {
    const answer = await actions.samePhrase(run.report.job, check.phrase);
    setTold(answer.ok ? answer.value : undefined);
    setRefusal(answer.ok ? undefined : answer.error);
  };
  return (
    <div className="phrase">
      <p className="small soft">Read this aloud; the bay screen must show the same words.</p>
      <p className="phrase-words mono" data-testid="phrase">
        {check.phrase}
      </p>
      {check.state === 'unsigned-here' ? (
        <p className="small soft">
          Told by the shop: the plan was not signed on this page, so this console cannot compute it.
        </p>
      ) : null}
      {COMPARED_IN.has(run.report.state) && told === undefined ? (
        <div>
          <Button onClick={() => void say()} data-testid="phrase-same">
            Both screens show these words
          </Button>
        </div>
      ) : null}
      {told === undefined ? null : (
        <p className="small" role="status" data-testid="phrase-told">
          {told}
        </p>
      )}
      {refusal === undefined ? null : <RefusalNotice refusal={refusal} testId="phrase-refused" />}
    </div>
  );
}
