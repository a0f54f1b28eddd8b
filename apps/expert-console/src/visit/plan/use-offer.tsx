import type { Plan, Refusal } from '@baylink/contracts';
import type { Result } from '@baylink/kernel';
import { type ReactNode, useState } from 'react';
import { useVisit } from '../visit-context.js';
import type { OfferState } from './offer-panel.js';

const INCOMPLETE: Refusal = {
  rule: 'CONSOLE',
  sentence: 'The plan is not complete any more: the shop or the unit changed meanwhile. Scan again and write it anew.',
};

/** Runs what comes before (sending the file), signs, offers, and tells where it stands. `send` settles with true when the shop has taken the plan. */
export function useOffer(onOffered: () => void) {
  const { actions } = useVisit();
  const [offer, setOffer] = useState<OfferState>({ state: 'idle' });
  const send = async (
    compose: () => Plan | undefined,
    before?: (tell: (step: ReactNode) => void) => Promise<Result<void, Refusal>>,
  ): Promise<boolean> => {
    const refuse = (refusal: Refusal): false => {
      setOffer({ state: 'refused', refusal });
      return false;
    };
    const tell = (step: ReactNode) => setOffer({ state: 'going', step });
    tell(<p role="status">Signing …</p>);
    const prepared = await before?.(tell);
    if (prepared !== undefined && !prepared.ok) return refuse(prepared.error);
    const plan = compose();
    if (plan === undefined) return refuse(INCOMPLETE);
    tell(<p role="status">The shop is checking the plan …</p>);
    const offered = await actions.offer(plan, (sentence) =>
      tell(
        <p role="status" data-testid="countersignature-wanted">
          {sentence} Your colleagues see it on their page of cases. This page waits.
        </p>,
      ),
    );
    if (!offered.ok) return refuse(offered.error);
    setOffer({ state: 'idle' });
    onOffered();
    return true;
  };
  return { offer, send };
}
