import { LedgerTail } from './ledger/ledger-tail.js';
import { VoltagePanel } from './voltage/voltage-panel.js';

/** Beside every area: what the battery does, and what the record says. */
export function Instruments() {
  return (
    <aside className="instruments" aria-label="Live instruments">
      <VoltagePanel />
      <LedgerTail />
    </aside>
  );
}
