import type { Result, WallMillis } from '@baylink/kernel';
import type { DownloadSeen, Outcome } from '@baylink/protocols/uds';
import type {
  Acknowledgement,
  BackupPlace,
  Rehearsal,
  StoredBackup,
  Surroundings,
  UnitIdentity,
} from '../facts/facts.js';
import type { Pass } from '../verdict/pass.js';
import type { Backup } from './backup.js';
import type { JobBrief, StagedSegment } from './brief.js';
import type { JobRecord } from './records.js';
import type { RunReport } from './report.js';

/** Every input brings the newest facts, so that gates are judged and the request leaves in one turn. */
export type JobInput = JobEvent & { readonly facts: Surroundings };

export type JobEvent =
  /** Begins a job in DRAFT. `wall` is only compared with the plan's dates. */
  | { readonly kind: 'start'; readonly wall: WallMillis }
  /** Begins a job that `resumeFrom` made from its journal; with `hold`, it stands still until a technician lets it go on. */
  | { readonly kind: 'recovered'; readonly hold?: { readonly why: string; readonly next: string } }
  /** The record is on the disk, synced as asked. */
  | { readonly kind: 'journalled'; readonly seq: number }
  /** It is not, and this descriptor is not used again. */
  | { readonly kind: 'journal-failed'; readonly seq: number; readonly why: string }
  /** What became of the `send` with this id; exactly one for each. */
  | { readonly kind: 'answer'; readonly id: number; readonly outcome: Outcome }
  | { readonly kind: 'block'; readonly id: number; readonly bytes: Uint8Array }
  | { readonly kind: 'block-failed'; readonly id: number; readonly why: string }
  /** What became of `recall`: what has been seen of the unit's download, where it can be gone on with. */
  | { readonly kind: 'recalled'; readonly id: number; readonly seen: DownloadSeen | undefined }
  | { readonly kind: 'backup-stored'; readonly digest: string; readonly places: readonly BackupPlace[] }
  | { readonly kind: 'backup-failed'; readonly why: string }
  /** What became of `rehearse`; the error is why there was none, without its full stop. */
  | { readonly kind: 'rehearsed'; readonly outcome: Result<Rehearsal, string> }
  /** For people who wait: the scene that is being played. */
  | { readonly kind: 'rehearsal-progress'; readonly scene: RehearsalScene }
  /** What became of `drill-restore`; the error is one sentence without its full stop. */
  | { readonly kind: 'drilled'; readonly outcome: Result<DrilledCopies, string> }
  | { readonly kind: 'acknowledged'; readonly acknowledgement: Acknowledgement }
  | { readonly kind: 'technician-stop' }
  | { readonly kind: 'expert-stop' }
  /** In CONFIRMED: a person has looked. */
  | { readonly kind: 'technician-confirms' }
  /** In HOLD after the point of no return: the next human step has been done. `instead`: why only the backup can be written. */
  | { readonly kind: 'technician-continues'; readonly instead?: string }
  /** The unit announced itself, or lost its session: it has started again. */
  | { readonly kind: 'unit-reset'; readonly why: string }
  | { readonly kind: 'link-lost'; readonly why: string }
  | { readonly kind: 'link-back' }
  | { readonly kind: 'tick' };

export interface RehearsalScene {
  readonly name: string;
  /** From 1. */
  readonly number: number;
  readonly of: number;
}

/** The copies of a backup, each read from where it lies just now and digested; and what stands in them. */
export interface DrilledCopies {
  readonly places: readonly BackupPlace[];
  readonly backup: Backup;
}

/** What a rehearsal needs to know; the bytes of the files and of the backup are with the owner. */
export interface RehearsalTask {
  readonly brief: JobBrief;
  readonly identity: UnitIdentity;
  readonly snapshot: Backup['snapshot'];
  readonly backup: StoredBackup;
  /** Of the backup of grade A. */
  readonly segments: readonly StagedSegment[];
  /** Bytes of the longest message that the link to the unit carries. */
  readonly limit: number;
}

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
  /** To be asked of whoever holds the link, which may have outlived the last process; answered with `recalled`. */
  | { readonly kind: 'recall'; readonly id: number; readonly unit: number }
  /** To be stored on two media, read back from each, and digested with `digestBackup` again. */
  | { readonly kind: 'store-backup'; readonly backup: Backup }
  /** To be played against a twin of the unit, in bounded time; answered with `rehearsed`. */
  | { readonly kind: 'rehearse'; readonly task: RehearsalTask }
  | { readonly kind: 'cancel-rehearsal' }
  /** The stored backup with this digest is read again from every medium; answered with `drilled`. */
  | { readonly kind: 'drill-restore'; readonly digest: string; readonly original: string | null }
  /** 3E 80 to this unit at least every S3/2, beside the machine's own requests. */
  | { readonly kind: 'tester-present'; readonly on: boolean; readonly unit: number }
  | { readonly kind: 'report'; readonly report: RunReport }
  /** For the loudest means the bay has. */
  | { readonly kind: 'alarm'; readonly sentence: string }
  /** Buffers that held a seed or a key are to be overwritten now. */
  | { readonly kind: 'discard-key-material' };
