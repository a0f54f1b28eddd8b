import type { BackupGrade } from '../facts/facts.js';
import type { GateReport } from '../gates/gate.js';

/** States of the write job, as everybody names them. */
export const RUN_STATES = [
  'DRAFT',
  'STAGING',
  'STAGED',
  'BACKED_UP',
  'PREFLIGHT_OK',
  'ARMED',
  'ENTRY',
  'ERASING',
  'TRANSFER',
  'PAUSED',
  'EXITED',
  'VERIFIED',
  'CONFIRMED',
  'DONE',
  'ABORTED_CLEAN',
  'REENTRY',
  'RESTORING',
  'RESTORED',
  'HOLD',
] as const;
export type RunState = (typeof RUN_STATES)[number];

export const TERMINAL_STATES: ReadonlySet<RunState> = new Set(['DONE', 'ABORTED_CLEAN', 'RESTORED', 'HOLD']);

/** How one execution of a plan stands; structurally what both screens get. */
export interface RunReport {
  job: string;
  planDigest: string;
  kind: 'coding' | 'programming';
  unit: number;
  state: RunState;
  phrase: string;
  /** Bytes, or steps for coding. */
  progress: { activity: string; done: number; total: number } | null;
  gates: GateReport[];
  sentence: string;
  segments: { address: number; size: number; crc32: string }[];
  softwareBefore: string | null;
  softwareAfter: string | null;
  backup: RunBackup | null;
  rehearsal: RunRehearsal | null;
}

export interface RunBackup {
  grade: BackupGrade;
  digest: string;
  media: string[];
  refusal: { request: string; response: string } | null;
  original: string | null;
  sentence: string;
}

export interface RunRehearsal {
  twin: string;
  scenes: { scene: string; held: boolean; sentence: string }[];
  sentence: string;
}
