import { type ColleaguePlan, type CountersigningView, openColleaguePlan, planWords } from '@baylink/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOrThrow } from '../session/answer-or-throw.js';
import { useServices } from '../session/services.js';
import { asSentence } from '../ui/as-sentence.js';
import { Button } from '../ui/button.js';
import { Facts } from '../ui/facts.js';
import { Notice } from '../ui/notice.js';
import { Panel } from '../ui/panel.js';
import { DeclineForm } from './decline-form.js';

const WAITING = ['countersigning'] as const;

/** Plans of colleagues for airbag, brake and steering units: a second person reads them here and signs them, or does not. */
export function CountersigningPanel({ me }: { readonly me: string }) {
  const { api } = useServices();
  const asked = useQuery({
    queryKey: WAITING,
    queryFn: () => answerOrThrow(api.countersigning()),
    refetchInterval: 3000,
  });
  const waiting = (asked.data ?? []).filter(({ signed, refused }) => signed === null || refused !== null);
  if (waiting.length === 0) return null;
  return (
    <Panel title="Plans that need a second expert" testId="countersigning">
      {waiting.map((view) => (
        <Waiting key={view.plan} view={view} me={me} />
      ))}
    </Panel>
  );
}

function Waiting({ view, me }: { readonly view: CountersigningView; readonly me: string }) {
  const { api } = useServices();
  const queries = useQueryClient();
  const [looked, setLooked] = useState(false);
  const opened = useQuery({ queryKey: ['colleague-plan', view.plan], queryFn: () => openColleaguePlan(view) });
  const sign = useMutation({
    mutationFn: () => answerOrThrow(api.countersign(view)),
    onSuccess: () => queries.invalidateQueries({ queryKey: WAITING }),
  });
  if (opened.data === undefined) return <p className="soft">Reading the plan …</p>;
  if (!opened.data.ok)
    return (
      <Notice tone="refused" urgent>
        {asSentence(opened.data.error)}
      </Notice>
    );
  const { value } = opened.data;
  if (value.author.sub === me)
    return (
      <div className="stack">
        <p className="small soft">Your own plan waits for a colleague: {value.phrase}</p>
        <Answered view={view} />
      </div>
    );
  const card = { className: 'stack colleague-plan', 'data-testid': `countersign-${view.plan.slice(0, 12)}` };
  if (view.declined !== null)
    return (
      <div {...card}>
        <Answered view={view} />
        <PlanFacts opened={value} />
      </div>
    );
  return (
    <div {...card}>
      <Answered view={view} />
      <PlanFacts opened={value} />
      <label className="check">
        <input type="checkbox" checked={looked} onChange={(event) => setLooked(event.target.checked)} />
        <span>I have looked at this plan, and my colleague reads me the same phrase</span>
      </label>
      <div>
        <Button
          weight="main"
          disabled={!looked || sign.isPending}
          onClick={() => sign.mutate()}
          data-testid="countersign"
        >
          Countersign
        </Button>
      </div>
      {sign.error === null ? null : (
        <Notice tone="refused" urgent>
          {sign.error.message}
        </Notice>
      )}
      <DeclineForm plan={view.plan} onDeclined={() => queries.invalidateQueries({ queryKey: WAITING })} />
    </div>
  );
}

/** A colleague's no, which is final, or the shop's to the signature that stands there: then somebody who may can sign in its place. */
function Answered({ view: { declined, refused } }: { readonly view: CountersigningView }) {
  if (declined !== null)
    return (
      <Notice tone="refused" testId="countersigning-declined">
        <p className="run-words">{declined.expert} has declined to sign this plan</p>
        <p>{asSentence(declined.reason)}</p>
      </Notice>
    );
  if (refused === null) return null;
  return (
    <Notice tone="refused" testId="countersignature-refused">
      <p className="run-words">The shop has refused the countersignature</p>
      <p>{asSentence(refused)}</p>
    </Notice>
  );
}

function PlanFacts({ opened: { plan, phrase, author } }: { readonly opened: ColleaguePlan }) {
  return (
    <Facts
      of={[
        ['Written by', `${author.name}, ${author.organisation}`],
        [
          'Phrase',
          <span key="phrase" data-testid="phrase">
            {phrase}
          </span>,
        ],
        [
          'It would',
          <ul key="words" className="plan-words">
            {planWords(plan).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>,
        ],
      ]}
    />
  );
}
