import type { Pass } from '@baylink/safety';

/** Writes what crosses the door into the ledger of the visit, synchronously: the hash exists before anyone is told. */
export interface WireRecorder {
  sent(pass: Pass, link: string): void;
  received(unit: number, bytes: Uint8Array, link: string): void;
}
