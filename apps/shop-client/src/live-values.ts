import type { ShopBody } from '@baylink/contracts';
import type { Clock } from '@baylink/kernel';
import type { VehicleProfile } from '@baylink/safety';
import type { VoltageDesk } from './facts/voltage-desk.js';
import type { VisitLedger } from './ledger/visit-ledger.js';

/** The supply's voltage as the expert sees it, or why there is none. */
export function voltageBody(voltage: VoltageDesk, { maxAge }: VehicleProfile['voltage'], clock: Clock): ShopBody {
  const { millivolts, source, sentence } = voltage.reading(maxAge);
  return { kind: 'voltage', at: new Date(clock.wall()).toISOString(), millivolts, source, sentence };
}

/** How the record has grown; nothing while it has no entry. */
export function ledgerBody(ledger: VisitLedger | undefined): ShopBody | undefined {
  if (!ledger?.head) return undefined;
  return { kind: 'ledger', size: ledger.size, head: ledger.head, tail: ledger.tail() };
}
