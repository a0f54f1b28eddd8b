import { Badge } from '../../ui/badge.js';
import { Panel } from '../../ui/panel.js';
import { showClock } from '../../ui/show-time.js';
import { useVisit } from '../visit-context.js';
import './ledger.css';

/** The newest entries of the shop's record. Full hashes are in the text, so that they can be compared aloud or copied. */
export function LedgerTail() {
  const { model } = useVisit();
  const { ledger, ledgerFault } = model;
  return (
    <Panel
      title="Ledger"
      testId="ledger"
      aside={
        ledgerFault !== undefined ? (
          <Badge tone="refused">contradiction</Badge>
        ) : (
          <span className="small soft number" data-testid="ledger-size">
            {ledger === undefined ? 'empty' : `${ledger.size} entries`}
          </span>
        )
      }
    >
      {ledgerFault === undefined ? null : (
        <p className="field-fault" role="alert">
          {ledgerFault}
        </p>
      )}
      {ledger === undefined ? (
        <p className="small soft">The first entry appears when the shop answers.</p>
      ) : (
        <>
          <p className="ledger-head">
            <span className="small soft">Head</span>
            <code className="break" data-testid="ledger-head">
              {ledger.head}
            </code>
          </p>
          <ol className="ledger-lines">
            {ledger.tail.toReversed().map((line) => (
              <li key={line.index} className="ledger-line">
                <span className="small soft number">#{line.index}</span>
                <span className="ledger-kind">{line.kind}</span>
                <time className="small soft number" dateTime={line.at}>
                  {showClock(line.at)}
                </time>
                <span className="ledger-text small break">{line.text}</span>
                <code className="ledger-hash soft" title={line.hash}>
                  {line.hash.slice(0, 16)}…
                </code>
              </li>
            ))}
          </ol>
        </>
      )}
    </Panel>
  );
}
