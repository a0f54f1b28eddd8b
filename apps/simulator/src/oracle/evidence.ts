import type { Plan } from '@baylink/contracts';
import type { Seen } from '../world/tap.js';
import type { Line } from './journal.js';

/** A unit as somebody who opens it would find it. */
export interface UnitContent {
  readonly flash: Uint8Array | undefined;
  readonly coding: ReadonlyMap<number, Uint8Array>;
  /** The application starts. */
  readonly boots: boolean;
  /** It takes no request any more and no software can be brought to it. */
  readonly bricked: boolean;
  /** The diagnostic session that it is in; `undefined` while it is off or starting. */
  readonly session: number | undefined;
}

/** In ms of the world's clock. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** `unnoticed`: its monotonic clock stood still as well. */
export interface Pause extends Span {
  readonly unnoticed?: boolean;
}

/** One message of the wire as the shop's ledger has it. */
export interface Recorded {
  readonly direction: 'tx' | 'rx';
  readonly unit: number | null;
  readonly bytes: string;
  /** Size of the ledger with this entry, in bytes. */
  readonly end: number;
}

/** One process of the shop, and what it found of the job's journal when it began. */
export interface Life extends Span {
  readonly found: string;
}

/** A plan as a broker handed it over: of which epoch that broker is, and whether the shop took it. */
export interface Offer {
  readonly at: number;
  readonly epoch: number;
  taken: boolean;
}

/** All that the oracle looks at. Nothing of it comes from the write job's own state. */
export interface Evidence {
  readonly plan: Plan;
  /** The plan as it was signed. */
  readonly jws: string;
  readonly ending: string;
  readonly sentence: string;
  /** The unit that the screens named at the end. */
  readonly unit: number | undefined;
  readonly seen: readonly Seen[];
  readonly journal: readonly Line[];
  /** The same, each job's journal by itself: also those of jobs that nobody has announced. */
  readonly journals: readonly (readonly Line[])[];
  /** What people were alarmed with, and when. */
  readonly alarms: readonly { readonly at: number; readonly sentence: string }[];
  /** Texts in which no secret may stand: journal and ledger. */
  readonly texts: readonly string[];
  /** In the ledger's order. */
  readonly recorded: readonly Recorded[];
  /** When the shop's machine lost its power. */
  readonly cuts: readonly number[];
  /** When a process of the shop was there; the last one to the end. */
  readonly lives: readonly Life[];
  /** In the order in which they came. */
  readonly offers: readonly Offer[];
  /** Documents that have reached the second medium. */
  readonly stored: readonly Uint8Array[];
  /** When its process, its machine or its link stood still. */
  readonly pauses: readonly Pause[];
  /** When a forced write of a file failed. */
  readonly failedSyncs: readonly { readonly at: number; readonly path: string }[];
  /** Every forced write that was tried. */
  readonly syncs: readonly { readonly at: number; readonly path: string }[];
  /** When the application of the plan's unit has started. */
  readonly starts: readonly number[];
  readonly before: UnitContent;
  readonly after: UnitContent;
  /** What the flash must hold after success, from `offset` on; that byte is at `address` of the unit. `software`: how it calls itself. */
  readonly image:
    | { readonly address: number; readonly offset: number; readonly bytes: Uint8Array; readonly software: Uint8Array }
    | undefined;
}
