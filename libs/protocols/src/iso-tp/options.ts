import { type ByteCount, byteCount, type Millis, millis } from '@baylink/kernel';
import type { FrameLayout } from './layout.js';

/** How one channel behaves. Times as in ISO 15765-2 9.8. */
export interface IsoTpOptions extends FrameLayout {
  /** N_As and N_Ar: how long the driver may take to confirm a frame it was handed. */
  readonly nA: Millis;
  /** How long the receiver may take to answer with a flow control. */
  readonly nBs: Millis;
  /** How long the sender may take until its next consecutive frame. */
  readonly nCr: Millis;
  /** Flow controls with status WAIT that are accepted in a row (N_WFTmax). */
  readonly maxWaits: number;
  /** BS that this side announces: 0 asks for everything in one go. */
  readonly blockSize: number;
  /** STmin that this side announces. */
  readonly stMin: Millis;
  /**
   * Added to the peer's STmin when it is not zero. A driver that confirms a frame on acceptance does so before the
   * frame's end on the bus, from which STmin counts: one frame time makes up for it.
   */
  readonly stMinMargin: Millis;
  /** The longest message that is sent or received; a longer one is refused before anything is stored. */
  readonly maxLength: ByteCount;
  /** Frames handed to the driver and not yet confirmed, when the peer's STmin allows more than one. */
  readonly burst: number;
}

export const ISO_TP_DEFAULTS: IsoTpOptions = {
  nA: millis(1000),
  nBs: millis(1000),
  nCr: millis(1000),
  maxWaits: 16,
  txDl: 8,
  padding: 0xcc,
  addressBytes: undefined,
  blockSize: 0,
  stMin: millis(0),
  stMinMargin: millis(0),
  maxLength: byteCount(65_536),
  burst: 16,
};
