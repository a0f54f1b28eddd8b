import { useId } from 'react';
import { HOLD_MS } from '../../../src/bay/bay-state.js';
import { Foreign } from '../ui/foreign.js';
import type { PressStanding } from './hold-press.js';
import { HoldRing } from './hold-ring.js';
import { useHold } from './use-hold.js';

const SECONDS = HOLD_MS / 1000;

const LABEL: Record<PressStanding['at'], string> = {
  up: `Hold for ${SECONDS} seconds to agree`,
  held: 'Keep holding …',
  enough: 'Now let go to agree',
  deciding: 'One moment …',
  agreed: 'Agreed',
  'not-agreed': `Hold for ${SECONDS} seconds to agree`,
};

/** Agreement to this plan, made by holding on and letting go. Not part of any form, and focused by nobody but the person. */
export function HoldButton({ job, planDigest }: { job: string; planDigest: string }) {
  const { standing, handlers } = useHold(job, planDigest);
  const note = useId();
  return (
    <div className="hold">
      <button
        {...handlers}
        type="button"
        className={`hold-button hold-${standing.at}`}
        aria-describedby={note}
        data-testid="hold-to-agree"
        data-standing={standing.at}
      >
        <HoldRing part={filled(standing)} />
        <span className="hold-label">{LABEL[standing.at]}</span>
      </button>
      <p id={note}>
        {`With this you agree to this plan for this car, now. Hold it with the finger, the mouse, or the space bar; letting go before ${SECONDS} seconds changes nothing.`}
      </p>
      <p className="hold-outcome" role="status" data-testid="hold-outcome">
        {standing.at === 'not-agreed' ? <Foreign text={standing.sentence} /> : null}
        {standing.at === 'enough' ? <span className="hidden-visually">{LABEL.enough}</span> : null}
      </p>
    </div>
  );
}

function filled(standing: PressStanding): number {
  switch (standing.at) {
    case 'up':
    case 'not-agreed':
      return 0;
    case 'held':
      return standing.heldMs / HOLD_MS;
    case 'enough':
    case 'deciding':
    case 'agreed':
      return 1;
  }
}
