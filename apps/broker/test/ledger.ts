import type { Signer } from '@baylink/contracts';
import { millis, type Result, wallMillis } from '@baylink/kernel';
import { append, emptyLedger, type LedgerRecord, type LedgerState, signCheckpoint } from '@baylink/ledger';
import { nowSeconds } from './parties.js';

function must<T>(result: Result<T, string>): T {
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

export interface ShopLedger {
  readonly lines: string[];
  state: LedgerState;
  add(content: LedgerRecord): void;
  note(count: number, text?: string): void;
  checkpoint(): Promise<string>;
}

/** A ledger as a shop keeps it, opened for the visit. */
export function shopLedger(shop: Signer, visit: string, expert: string, caseId: string): ShopLedger {
  const ledger: ShopLedger = {
    lines: [],
    state: emptyLedger(visit),
    add: (content) => {
      const { state, stored } = must(append(ledger.state, content, wallMillis(Date.now()), millis(1)));
      ledger.state = state;
      ledger.lines.push(stored.line);
    },
    note: (count, text = 'something was noted') => {
      for (let i = 0; i < count; i++) ledger.add({ kind: 'note', data: { topic: 'test', sentence: `${text} ${i}` } });
    },
    checkpoint: async () => must(await signCheckpoint(shop, ledger.state, nowSeconds())),
  };
  ledger.add({
    kind: 'open',
    data: {
      case: caseId,
      shop: shop.jwk,
      shopName: 'Garage Nord',
      roots: [],
      certificate: 'none',
      expert,
      vehicle: { make: 'Sample', model: 'One', year: 2020, vin: null },
      software: 'test',
    },
  });
  return ledger;
}
