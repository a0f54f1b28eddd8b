import type { Result } from '@baylink/kernel';
import type { Pass } from '@baylink/safety';

/** Writes what crosses the door into the ledger of the visit, synchronously: the hash exists before anyone is told. */
export interface WireRecorder {
  /** The error says why it is not in the ledger. */
  sent(pass: Pass, link: string): Result<void, string>;
  received(unit: number, bytes: Uint8Array, link: string): void;
}
