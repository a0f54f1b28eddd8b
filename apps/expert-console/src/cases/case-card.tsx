import type { CaseView } from '@baylink/contracts';
import { useMutation } from '@tanstack/react-query';
import { answerOrThrow } from '../session/answer-or-throw.js';
import { goTo } from '../session/route.js';
import { useServices } from '../session/services.js';
import { Badge } from '../ui/badge.js';
import { Button } from '../ui/button.js';
import { Notice } from '../ui/notice.js';
import { showDate } from '../ui/show-time.js';

export function CaseCard({ of, me }: { of: CaseView; me: string }) {
  const { api } = useServices();
  const open = useMutation({
    mutationFn: () => answerOrThrow(api.openVisit(of.id)),
    onSuccess: (visit) => goTo({ at: 'visit', caseId: of.id, visitId: visit.id }),
  });
  const mine = of.visits.find((visit) => visit.expert === me && visit.closedAt === null);
  const { vehicle, shop } = of;
  return (
    <article className="panel case-card" data-testid="case" data-case={of.id}>
      <header className="case-head">
        <div>
          <h3>
            {[vehicle.year, vehicle.make, vehicle.model].filter((part) => part !== null && part !== '').join(' ')}
          </h3>
          <p className="vin mono">{vehicle.vin ?? 'VIN not given by the shop'}</p>
        </div>
        <Badge tone={shop.online ? 'holds' : 'attention'} dot testId="shop-presence">
          {shop.online ? 'shop connected' : 'shop away'}
        </Badge>
      </header>
      <p className="case-complaint">{of.complaint}</p>
      <footer className="row spread">
        <p className="small soft">
          {shop.name} · opened {showDate(Date.parse(of.openedAt))} · {visitCount(of)}
        </p>
        {of.state === 'closed' ? (
          <Badge tone="plain">closed</Badge>
        ) : mine !== undefined ? (
          <Button
            weight="main"
            onClick={() => goTo({ at: 'visit', caseId: of.id, visitId: mine.id })}
            data-testid="return-to-visit"
          >
            Return to visit
          </Button>
        ) : (
          <Button
            weight="main"
            disabled={!shop.online || open.isPending}
            onClick={() => open.mutate()}
            data-testid="open-visit"
          >
            Open visit
          </Button>
        )}
      </footer>
      {open.error === null ? null : (
        <Notice tone="refused" urgent>
          {open.error.message}
        </Notice>
      )}
    </article>
  );
}

const visitCount = ({ visits }: CaseView): string =>
  visits.length === 0 ? 'no visit yet' : visits.length === 1 ? '1 visit' : `${visits.length} visits`;
