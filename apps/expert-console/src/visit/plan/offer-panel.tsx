import type { Refusal } from '@baylink/contracts';
import { type ReactNode, useState } from 'react';
import { Button } from '../../ui/button.js';
import { Notice } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';
import { RefusalNotice } from '../../ui/refusal-notice.js';

export type OfferState =
  | { readonly state: 'idle' }
  | { readonly state: 'going'; readonly step: ReactNode }
  | { readonly state: 'refused'; readonly refusal: Refusal };

interface OfferPanelProps {
  readonly title: string;
  /** Sentences about what is missing; the step below opens when there are none. */
  readonly missing: readonly string[];
  /** The deliberate step of this area: its state decides `confirmed`. */
  readonly step: ReactNode;
  readonly confirmed: boolean;
  readonly offer: OfferState;
  /** True once the shop has taken the plan: the next one is reviewed anew. */
  readonly onOffer: () => Promise<boolean>;
  readonly testId: string;
}

/** The one place from which a plan leaves this console. Signing here is a proposal: the shop judges and a person there agrees. */
export function OfferPanel({ title, missing, step, confirmed, offer, onOffer, testId }: OfferPanelProps) {
  const [open, setOpen] = useState(false);
  const ready = missing.length === 0;
  const sign = async () => {
    if (await onOffer()) setOpen(false);
  };
  return (
    <Panel title={title} testId={testId}>
      {ready ? null : (
        <Notice tone="plain">
          <ul className="stack tight">
            {missing.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </Notice>
      )}
      {ready && !open ? (
        <div>
          <Button weight="plain" onClick={() => setOpen(true)} data-testid={`${testId}-review`}>
            Review and sign …
          </Button>
        </div>
      ) : null}
      {ready && open ? (
        <div className="offer stack">
          {step}
          <div className="row">
            <Button
              weight="main"
              disabled={!confirmed || offer.state === 'going'}
              onClick={() => void sign()}
              data-testid={`${testId}-sign`}
            >
              Sign and offer to the shop
            </Button>
            <Button weight="quiet" onClick={() => setOpen(false)}>
              Not yet
            </Button>
          </div>
          <p className="small soft">
            Nothing happens to the car by this. The shop checks the plan against its own gates, and the technician has
            to agree at the bay screen.
          </p>
        </div>
      ) : null}
      {offer.state === 'going' ? offer.step : null}
      {offer.state === 'refused' ? <RefusalNotice refusal={offer.refusal} testId={`${testId}-refused`} /> : null}
    </Panel>
  );
}
