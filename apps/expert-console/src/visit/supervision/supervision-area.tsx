import { AreaHead } from '../area-head.js';
import { useVisit } from '../visit-context.js';
import { RunCard } from './run-card.js';
import './supervision.css';

export function SupervisionArea() {
  const { runs } = useVisit().model;
  return (
    <>
      <AreaHead area="supervision">
        The job runs at the shop and goes on when this connection ends. The technician can stop it at any moment.
      </AreaHead>
      {runs.length === 0 ? (
        <p className="empty soft" data-testid="no-runs">
          No plan has been offered in this visit. Write one under Coding or Programming.
        </p>
      ) : (
        runs.map((run) => <RunCard key={run.report.job} run={run} />)
      )}
    </>
  );
}
