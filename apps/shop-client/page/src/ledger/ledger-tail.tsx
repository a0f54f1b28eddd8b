import type { LedgerLine } from '@baylink/contracts';
import { Foreign } from '../ui/foreign.js';
import { Panel } from '../ui/panel.js';
import { showClock } from '../ui/show-clock.js';
import './ledger.css';

const SHOWN = 8;

/** The newest entries of the record, newest first; the hash is what the expert's screen shows too. */
export function LedgerTail({ lines }: { lines: readonly LedgerLine[] }) {
  if (lines.length === 0) return null;
  const newest = lines.toSorted((a, b) => b.index - a.index).slice(0, SHOWN);
  return (
    <Panel title="Record of this visit" flush testId="ledger">
      <ol className="ledger">
        {newest.map((line) => (
          <li key={line.index} className="ledger-line">
            <span className="soft">{line.index}</span>
            <span className="soft">{showClock(line.at)}</span>
            <Foreign text={line.text} />
            <code className="soft" title={line.hash}>
              {line.hash.slice(0, 8)}
            </code>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
