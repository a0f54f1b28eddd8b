import type { WallMillis } from '@baylink/kernel';
import type { Outcome } from '@baylink/protocols/uds';
import type { Acknowledgement, BackupPlace, Surroundings } from '../facts/facts.js';
import type { Pass } from '../verdict/pass.js';
import type { Backup } from './backup.js';
import type { JobRecord } from './records.js';
import type { RunReport } from './report.js';

/** Every input brings the newest facts, so that gates are judged and the request leaves in one turn. */
export type JobInput = JobEvent & { readonly facts: Surroundings };

export type JobEvent =
  /** Begins a job in DRAFT. `wall` is only compared with the plan's dates. */
  | { readonly kind: 'start'; readonly wall: WallMillis }
  /** Begins a job that `resumeFrom` made from its journal. */
  | { readonly kind: 'recovered' }
  /** The record is on the disk, synced as asked. */
  | { readonly kind: 'journalled'; readonly seq: number }
  /** It is not, and this descriptor is not used again. */
  | { readonly kind: 'journal-failed'; readonly seq: number; readonly why: string }
  /** What became of the `send` with this id; exactly one for each. */
  | { readonly kind: 'answer'; readonly id: number; readonly outcome: Outcome }
  | { readonly kind: 'block'; readonly id: number; readonly bytes: Uint8Array }
  | { readonly kind: 'block-failed'; readonly id: number; readonly why: string }
  | { readonly kind: 'backup-stored'; readonly digest: string; readonly places: readonly BackupPlace[] }
  | { readonly kind: 'backup-failed'; readonly why: string }
  | { readonly kind: 'acknowledged'; readonly acknowledgement: Acknowledgement }
  | { readonly kind: 'technician-stop' }
  | { readonly kind: 'expert-stop' }
  /** In CONFIRMED: a person has looked. */
  | { readonly kind: 'technician-confirms' }
  /** In HOLD after the point of no return: the next human step has been done. */
  | { readonly kind: 'technician-continues' }
  /** The unit announced itself, or lost its session: it has started again. */
  | { readonly kind: 'unit-reset'; readonly why: string }
  | { readonly kind: 'link-lost'; readonly why: string }
  | { readonly kind: 'link-back' }
  | { readonly kind: 'tick' };

export type JobOut =
  /** `fsync`: the machine waits for `journalled` before it goes on. `group`: durable soon, nobody waits. */
  | { readonly kind: 'journal'; readonly seq: number; readonly record: JobRecord; readonly sync: 'fsync' | 'group' }
  /** To be handed to the door in this very turn: the pass carries bytes and addressee, and does not keep. */
  | { readonly kind: 'send'; readonly id: number; readonly verdict: Pass; readonly unit: number }
  /** Bytes `offset` to `offset + length` of a segment, of the staged file, of the maker's original or of the stored backup. */
  | {
      readonly kind: 'need-block';
      readonly id: number;
      readonly image: 'new' | 'original' | 'backup';
      readonly segment: number;
      readonly offset: number;
      readonly length: number;
    }
  /** To be stored on two media, read back from each, and digested with `digestBackup` again. */
  | { readonly kind: 'store-backup'; readonly backup: Backup }
  /** 3E 80 to this unit at least every S3/2, beside the machine's own requests. */
  | { readonly kind: 'tester-present'; readonly on: boolean; readonly unit: number }
  | { readonly kind: 'report'; readonly report: RunReport }
  /** For the loudest means the bay has. */
  | { readonly kind: 'alarm'; readonly sentence: string }
  /** Buffers that held a seed or a key are to be overwritten now. */
  | { readonly kind: 'discard-key-material' };
