import type { RandomId, StreamPayload } from '@baylink/contracts';
import type { ShopTunnelListener, TunnelConnection, VisitOffer } from '@baylink/transport-tunnel/shop';
import type { LedgerShelf } from './ledger/ledger-shelf.js';
import type { VisitDesk } from './visit/visit-desk.js';

/** What the tunnel says, handed to the desk that it is for. Nothing that a broker wrote is authority. */
export const shopListener = (
  visits: VisitDesk,
  shelf: LedgerShelf,
  connection: (connection: TunnelConnection) => void,
  trouble: (sentence: string) => void,
): ShopTunnelListener => ({
  connection,
  trouble,
  visitOpened: (offer: VisitOffer) => void visits.opened(offer),
  visitClosed: (visit: RandomId, why: string) => visits.close(visit, why),
  presence: (visit: RandomId, online: boolean) => visits.presence(visit, online),
  streamOpened: (visit: RandomId) => visits.streamOpened(visit),
  payload: (visit: RandomId, payload: StreamPayload) => visits.payload(visit, payload),
  drained: (visit: RandomId) => visits.drained(visit),
  streamLost: () => undefined,
  ledgerStored: (visit: RandomId, size: number, _head: string | null, witnessed: number) =>
    shelf.stored(visit, size, witnessed),
});
