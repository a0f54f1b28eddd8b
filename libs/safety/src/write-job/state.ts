import type { Millis } from '@baylink/kernel';
import type { Evidence, UnitIdentity } from '../facts/facts.js';
import type { GateReport } from '../gates/gate.js';
import type { JobBrief, StagedSegment } from './brief.js';
import type { Phase, Task } from './phase.js';
import type { RecordType } from './records.js';
import type { RunReport } from './report.js';

/** One write job. Immutable; kept in memory only, because everything that must survive is in the journal. */
export interface JobState {
  readonly brief: JobBrief;
  readonly phase: Phase;
  /** What the job is waiting for. While it waits for something, it does nothing else. */
  readonly awaits: Awaits;
  /** How often the present request has been sent without an answer. */
  readonly attempt: number;
  /** Before the first erase or write any doubt aborts; after it the only way is forward. */
  readonly region: 'before' | 'after';
  /** `restore`: the same machine writes the backup, or the old values. */
  readonly mode: 'write' | 'restore';
  readonly evidence: Evidence;
  readonly saved: Saved;
  /** What ENTRY has changed in the vehicle and an abort has to undo, in the order in which it was sent. */
  readonly undo: readonly Undo[];
  /** The session of the unit lapses unless somebody keeps it. */
  readonly session: 'default' | 'kept';
  /** When the last request left. */
  readonly sentAt: Millis | undefined;
  /** When the last request left whose answer shows that the unit was not in its default session. */
  readonly inSession: Millis | undefined;
  readonly journal: Journal;
  readonly nextId: number;
  /** Segments of the present image that have passed their check. */
  readonly verified: readonly number[];
  readonly tries: Tries;
  readonly usedCounter: number;
  readonly armedAt: Millis | undefined;
  /** Since when a request waits for a fresh voltage sample. */
  readonly staleSince: Millis | undefined;
  /** A person wants it to end; honoured where that is safe. */
  readonly stop: string | undefined;
  /** The unit has started again, or the link is gone: the session is lost. */
  readonly interruption: string | undefined;
  readonly link: 'up' | 'down';
  readonly gates: readonly GateReport[];
  readonly sentence: string;
  readonly softwareAfter: string | null;
  readonly told: { readonly at: Millis; readonly report: RunReport } | undefined;
}

export interface Journal {
  readonly next: number;
  readonly health: 'sound' | 'poisoned';
  /** What a restart may take the unit for: finished and to be reset, or not. Only a durable record makes it the latter. */
  readonly tells: 'finished' | 'unfinished';
}

export type JobIn<T extends Task> = JobState & { readonly phase: Extract<Phase, { task: T }> };

export const isIn = <T extends Task>(job: JobState, task: T): job is JobIn<T> => job.phase.task === task;

/** Every wait ends by itself at `until`, at the latest. */
export type Awaits =
  | { readonly for: 'nothing' }
  | {
      readonly for: 'answer';
      readonly id: number;
      readonly repeats: number;
      /** The unit does it only in a session that was opened for it. */
      readonly needsSession: boolean;
      readonly until: Millis;
    }
  | { readonly for: 'journal'; readonly seq: number; readonly record: RecordType; readonly until: Millis }
  | { readonly for: 'block'; readonly id: number; readonly until: Millis }
  | { readonly for: 'recall'; readonly id: number; readonly until: Millis }
  | { readonly for: 'backup'; readonly until: Millis }
  | { readonly for: 'rehearsal'; readonly until: Millis }
  | { readonly for: 'drill'; readonly until: Millis }
  | { readonly for: 'time'; readonly until: Millis }
  /** A person, without a limit: only where nothing is at stake any more. */
  | { readonly for: 'ever' };

/** Counted for their bounds. */
export interface Tries {
  /** Agreements that a gate let come to nothing. */
  readonly disarmings: number;
  readonly reentries: number;
  readonly failedChecks: number;
  readonly pauses: number;
  /** Of reading the unit after its reset, when link or unit fell silent meanwhile. */
  readonly looks: number;
}

export interface Undo {
  readonly what: 'session' | 'dtc-setting' | 'communication';
  readonly bytes: Uint8Array;
}

/** What was read from the unit before it was changed. */
export interface Saved {
  readonly identity: UnitIdentity | undefined;
  readonly snapshot: readonly { readonly did: number; readonly value: string }[];
  readonly segments: readonly StagedSegment[];
  readonly dtcs: readonly string[];
  /** The unit's own refusal to have its memory read. */
  readonly refusal: ReadRefusal | null;
}

/** Request and response, hex. */
export interface ReadRefusal {
  readonly request: string;
  readonly response: string;
  readonly sentence: string;
}
