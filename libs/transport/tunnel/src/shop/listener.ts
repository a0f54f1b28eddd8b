import type { RandomId, Sha256Hex, StreamPayload, Thumbprint } from '@baylink/contracts';
import type { Millis } from '@baylink/kernel';

/** How the way to the broker stands. */
export type TunnelConnection =
  | { readonly state: 'connecting' }
  | { readonly state: 'open'; readonly epoch: number }
  | { readonly state: 'waiting'; readonly sentence: string; readonly wait: Millis }
  | { readonly state: 'stopped' };

/** An expert asks to be let into a case of this shop. `certificate` is to be verified before anything else. */
export interface VisitOffer {
  readonly visit: RandomId;
  readonly case: RandomId;
  readonly expert: Thumbprint;
  readonly certificate: string;
}

/** What the tunnel tells the shop client. A broker wrote all of it: nothing here is authority. */
export interface ShopTunnelListener {
  connection(connection: TunnelConnection): void;
  /** Told again for every open visit when the tunnel was made anew. */
  visitOpened(offer: VisitOffer): void;
  visitClosed(visit: RandomId, why: string): void;
  presence(visit: RandomId, online: boolean): void;
  /** The expert began a stream, the only one of this visit from now on: its first envelope is hello. */
  streamOpened(visit: RandomId): void;
  /** The stream's next payload; the one after it comes when the promise settles. */
  payload(visit: RandomId, payload: StreamPayload): Promise<void>;
  /** There is room again after `send` said no. */
  drained(visit: RandomId): void;
  /** The expert's end has forgotten the stream; it will begin a new one. */
  streamLost(visit: RandomId): void;
  /** The broker keeps the ledger's first `size` entries, and has witnessed the checkpoint of `witnessed` of them. */
  ledgerStored(visit: RandomId, size: number, head: Sha256Hex | null, witnessed: number): void;
  /** The broker refused something, in its own words. */
  trouble(sentence: string): void;
}
