import type { Plan } from '@baylink/contracts';
import type { Seen } from '../world/tap.js';
import type { Line } from './journal.js';

/** A unit's memory as somebody who opens it would find it. */
export interface UnitContent {
  readonly flash: Uint8Array | undefined;
  readonly coding: ReadonlyMap<number, Uint8Array>;
  /** The application starts. */
  readonly boots: boolean;
  /** It takes no request any more and no software can be brought to it. */
  readonly bricked: boolean;
}

/** All that the oracle looks at. Nothing of it comes from the write job's own state. */
export interface Evidence {
  readonly plan: Plan;
  readonly ending: string;
  readonly sentence: string;
  readonly seen: readonly Seen[];
  readonly journal: readonly Line[];
  /** Texts in which no secret may stand: journal, ledger, alarms. */
  readonly texts: readonly string[];
  /** Bytes of the wire that the ledger has, in its order. */
  readonly recorded: readonly { readonly direction: 'tx' | 'rx'; readonly unit: number; readonly bytes: string }[];
  /** When the shop's machine lost its power, in ms. */
  readonly cuts: readonly number[];
  readonly before: UnitContent;
  readonly after: UnitContent;
  /** What the flash must hold after success, from `address` on. */
  readonly image: { readonly offset: number; readonly bytes: Uint8Array } | undefined;
}
