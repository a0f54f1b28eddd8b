import type { Millis } from '@baylink/kernel';

/**
 * What an onlooker has seen of a download that is under way in a unit: enough to go on with it from its next block, and
 * none of its bytes. (ISO 14229-1 RequestDownload, TransferData, RequestTransferExit)
 */
export interface DownloadSeen {
  /** Chain over the request and every block that the unit has acknowledged, lower-case hex. */
  readonly digest: string;
  /** Blocks that the unit has acknowledged since the request. */
  readonly blocks: number;
  /** maxNumberOfBlockLength as the unit has told it. */
  readonly blockLength: number;
  readonly at: DownloadPoint;
}

/** How far the talk about a download has come. */
export type DownloadPoint =
  /** Whatever has left has been answered. */
  | { readonly step: 'between blocks' }
  /** A block has left and has no answer yet. */
  | ({ readonly step: 'block open'; readonly digest: string; readonly times: number } & Unanswered)
  | ({ readonly step: 'exit open' } & Unanswered)
  | { readonly step: 'exited' };

export interface Unanswered {
  /** Since it has left, or since the unit last asked for patience. */
  readonly age: Millis;
  /** The unit has asked for patience (NRC 0x78). */
  readonly pending: boolean;
}
