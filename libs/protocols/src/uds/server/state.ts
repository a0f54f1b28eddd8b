import type { Millis } from '@baylink/kernel';
import type { Authentication } from './authentication.js';
import type { ServerConfig } from './config.js';
import type { Addressing, Ask, Owed, TesterId } from './io.js';
import type { Periodic } from './periodic.js';

export const DEFAULT_SESSION = 1;

export interface ServerState {
  readonly config: ServerConfig;
  readonly session: number;
  readonly activity: ServerActivity;
  readonly security: Security;
  readonly transfer: Transfer;
  readonly authentication: Authentication;
  readonly periodic: readonly Periodic[];
  /** Number of the next ask; never used twice in one server. */
  readonly nextAsk: number;
}

export type ServerActivity =
  /** `s3` is when the session lapses; undefined in the default session, which never does. */
  | { readonly kind: 'idle'; readonly s3: Millis | undefined }
  /** A request is coming in: S3 stands still, at most until `until`. */
  | { readonly kind: 'receiving'; readonly until: Millis }
  | Asking
  /** Made to send a response that the software before the restart owes. */
  | { readonly kind: 'owing'; readonly owed: Owed; readonly at: Millis }
  /** Reset or restarted: says nothing any more. */
  | { readonly kind: 'gone' };

export interface Asking {
  readonly kind: 'asking';
  readonly id: number;
  readonly exchange: Exchange;
  readonly work: Work;
  /** 0x78 sent so far; once there is one, the final response may not be suppressed. */
  readonly pendings: number;
  readonly nextPending: Millis;
  readonly giveUp: Millis;
}

/** The request that is being worked on. */
export interface Exchange {
  readonly tester: TesterId;
  readonly addressing: Addressing;
  readonly sid: number;
  /** What a positive response repeats of the request after its SID. */
  readonly echo: Uint8Array;
  readonly suppress: boolean;
}

export type Work =
  | { readonly kind: 'one'; readonly ask: Ask }
  /** 0x22: DIDs still to be asked for (the first is being asked) and the records so far. */
  | { readonly kind: 'reading'; readonly dids: readonly number[]; readonly records: Uint8Array }
  /** 0x36: the counter that the answer will acknowledge, and the bytes that it covers. */
  | { readonly kind: 'block'; readonly ask: Ask; readonly counter: number; readonly length: number };

export interface Security {
  readonly unlocked: number | undefined;
  readonly challenge: { readonly level: number; readonly seed: Uint8Array } | undefined;
  readonly failedAttempts: number;
  /** No seed before this time. */
  readonly closedUntil: Millis;
}

export type Transfer = { readonly kind: 'none' } | ActiveTransfer;

export interface ActiveTransfer {
  readonly kind: 'active';
  readonly direction: 'download' | 'upload';
  /** `file`: addresses are offsets in the file that 0x38 has opened. */
  readonly target: 'memory' | 'file';
  readonly address: number;
  readonly size: number;
  readonly done: number;
  /** The counter that the next new block must carry: 1 first, 0 after 0xFF. */
  readonly expected: number;
  /** What was answered last, to be answered again when its request is repeated. */
  readonly last: { readonly counter: number; readonly response: Uint8Array } | undefined;
  /** `refused`: a block was refused, so that a new transfer may be requested. */
  readonly standing: 'sound' | 'refused';
}
