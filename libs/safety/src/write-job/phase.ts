import type { Millis } from '@baylink/kernel';
import type { DownloadSeen } from '@baylink/protocols/uds';
import type { BackupProof } from '../facts/facts.js';
import type { CodingWrite } from '../plan/plan.js';
import type { Backup } from './backup.js';
import type { Reader } from './memory-reader.js';

/** Step of a table-driven sequence. */
interface At {
  readonly at: number;
}

/** What a survey has heard so far: text by DID, and raw condition values by name. */
export interface Survey {
  readonly texts: Readonly<Record<number, string>>;
  readonly conditions: Readonly<Record<string, number>>;
  /** Why something of it could not even be asked; text of the last time. */
  readonly unsaid: string | undefined;
}

/** Why only the backup can be written, where the new image is gone: RESTORE_INTENT is due before anything is erased. */
export interface TurningBack {
  readonly instead?: string;
}

/** The seed between the unit's answer and the key, which leaves in the same turn. Never recorded, never reported. */
export interface Unlocking {
  readonly seed: Uint8Array | undefined;
}

/** What the job is doing; `states.table.ts` says under which state people see it. */
export type Phase =
  | ({ readonly task: 'drafting' } & At)
  | ({ readonly task: 'staging' } & At)
  | ({ readonly task: 'identifying'; readonly survey: Survey } & At)
  | ({ readonly task: 'saving-coding' } & At)
  | { readonly task: 'reading-memory'; readonly reader: Reader }
  | {
      readonly task: 'storing-backup';
      readonly backup: Backup;
      readonly proof: BackupProof;
      readonly step: 'store' | 'record';
    }
  | { readonly task: 'rehearsing'; readonly step: 'ask' | 'record' }
  | ({ readonly task: 'preflight'; readonly survey: Survey; readonly since: Millis } & At)
  | ({ readonly task: 'agreeing'; readonly survey: Survey; readonly since: Millis } & At)
  | { readonly task: 'drilling'; readonly step: 'record' | 'ask' | 'done' }
  | ({ readonly task: 'arming'; readonly survey: Survey } & At)
  | ({ readonly task: 'entering'; readonly survey: Survey } & Unlocking & At)
  | { readonly task: 'undoing'; readonly why: string }
  | ({ readonly task: 'erasing'; readonly segment: number } & At)
  | Transferring
  | Rejoining
  | {
      readonly task: 'pausing';
      readonly back: Phase;
      readonly since: Millis;
      readonly why: string;
      readonly sag: boolean;
    }
  | ({ readonly task: 'checking'; readonly segment: number; readonly result: CheckResult } & At)
  | ({ readonly task: 'checking-whole'; readonly result: CheckResult } & At)
  | Writing
  | ({ readonly task: 'resetting'; readonly reset?: ResetSeen } & At)
  | {
      readonly task: 'returning';
      readonly until: Millis;
      readonly reset: ResetSeen;
      /** Looks in a row that the unit has not answered. */
      readonly silences: number;
      readonly asks: 'whether it is back' | 'its session' | 'its check';
    }
  | ({ readonly task: 'identifying-again'; readonly survey: Survey } & At)
  | { readonly task: 'reading-back'; readonly reader: Reader }
  | ({ readonly task: 'comparing'; readonly findings: readonly string[]; readonly wrong: string | undefined } & At)
  | { readonly task: 'confirming'; readonly until: Millis }
  | ({
      readonly task: 're-entering';
      readonly n: number;
      readonly why: string;
      readonly from: Millis;
      readonly survey: Survey;
    } & Unlocking &
      At &
      TurningBack)
  | { readonly task: 'done' }
  | { readonly task: 'aborted' }
  | { readonly task: 'restored' }
  | ({
      readonly task: 'held';
      readonly why: string;
      readonly next: string;
      /** A finished unit has passed its check and is only looked at again. */
      readonly unit: 'half written' | 'finished';
    } & TurningBack);

export type Task = Phase['task'];

/**
 * What is known of a reset: the link did not take it, it left without an answer, a person has to do it, the unit has answered
 * it, the unit was away behind it, the unit has restarted.
 */
export type ResetSeen = 'unsent' | 'unanswered' | 'by hand' | 'answered' | 'was away' | 'restarted';

export interface CheckResult {
  readonly passed: boolean;
  readonly detail: string;
}

/** Blocks of one segment, cut out of its pages. */
interface Paging {
  readonly segment: number;
  /** Bytes of the segment that the unit has acknowledged. */
  readonly offset: number;
  /** Blocks acknowledged since the request. */
  readonly blocks: number;
  /** Data bytes of one block, from the unit's answer to 34. */
  readonly blockLength: number;
  /** Pages that have been fetched and have the right digest; at most two. */
  readonly pages: readonly { readonly index: number; readonly bytes: Uint8Array }[];
  readonly badPages: number;
}

/** 34, 36 … 36, 37 of one segment. */
export interface Transferring extends Paging {
  readonly task: 'transferring';
  readonly step: 'request' | 'blocks' | 'exit';
  readonly recorded: { readonly at: Millis; readonly blocks: number };
}

/** After a restart: `offset` and `blocks` are what has been compared so far. */
export interface Rejoining extends Paging {
  readonly task: 'rejoining';
  /** Blocks of which the journal knows that the unit has acknowledged them: it may have taken more since. */
  readonly journalled: number;
  /** When it was asked first; nobody has been asked before that. */
  readonly since: Millis | undefined;
  /** Nothing until no answer of the unit is to be waited for any more. */
  readonly seen: DownloadSeen | undefined;
  /** Of the staged blocks, as far as they have been compared. */
  readonly chain: Uint8Array | undefined;
}

/** The values of a coding plan, or on the way back the old ones in reverse order. */
export interface Writing {
  readonly task: 'writing';
  readonly writes: readonly CodingWrite[];
  readonly index: number;
  readonly step: 'look' | 'intend' | 'write' | 'read back' | 'note';
}
