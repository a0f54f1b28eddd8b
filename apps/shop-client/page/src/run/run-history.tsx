import type { RunReport } from '@baylink/contracts';
import type { RunView } from '../../../src/bay/bay-state.js';
import { Foreign } from '../ui/foreign.js';
import { Panel } from '../ui/panel.js';
import { RUN_WORDS } from './run-words.table.js';

export function RunHistory({ runs }: { runs: readonly RunView[] }) {
  if (runs.length === 0) return null;
  return (
    <Panel title="Earlier jobs" flush testId="run-history">
      <div className="table-frame">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">How it ended</th>
              <th scope="col">Software</th>
            </tr>
          </thead>
          <tbody>
            {runs.map(({ plan, report }) => (
              <tr key={report.job}>
                <td>
                  <Foreign text={plan.title} />
                </td>
                <td>
                  <strong>{RUN_WORDS[report.state].words}</strong>
                  <br />
                  <span className="small">
                    <Foreign text={report.sentence} />
                  </span>
                </td>
                <td>
                  <Foreign text={software(report)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

/** One id where it has stayed the same, as after coding or a stop. */
function software({ softwareBefore: before, softwareAfter: after }: RunReport): string {
  if (after === null || after === before) return before ?? 'not given';
  return `${before ?? 'not given'} → ${after}`;
}
