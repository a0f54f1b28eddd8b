import type { VisitBanner as Visit } from '../../../src/bay/bay-state.js';
import { Foreign } from '../ui/foreign.js';
import './visit.css';

/** Who is at the car from afar, and what their certificate lets them ask for. */
export function VisitBanner({ visit }: { visit: Visit }) {
  return (
    <p className={visit.online ? 'visit-banner' : 'visit-banner visit-away'} role="status" data-testid="visit">
      <strong>
        <Foreign text={visit.expert} />
      </strong>{' '}
      of <Foreign text={visit.organisation} /> {visit.online ? 'is connected' : 'is not connected at the moment'}
      {visit.effects.length === 0 ? '' : '; may '}
      <Foreign text={visit.effects.join(', ')} />
    </p>
  );
}
