import type { Task } from './phase.js';
import { type RunState, TERMINAL_STATES } from './report.js';
import type { JobState } from './state.js';

/** The state under which each task is known to people and to the journal's readers. */
const STATE_OF: Readonly<Record<Task, RunState>> = {
  drafting: 'DRAFT',
  staging: 'STAGING',
  identifying: 'STAGED',
  'saving-coding': 'STAGED',
  'reading-memory': 'STAGED',
  'storing-backup': 'STAGED',
  rehearsing: 'BACKED_UP',
  preflight: 'BACKED_UP',
  agreeing: 'PREFLIGHT_OK',
  drilling: 'ARMED',
  arming: 'ARMED',
  entering: 'ENTRY',
  undoing: 'ENTRY',
  erasing: 'ERASING',
  transferring: 'TRANSFER',
  rejoining: 'TRANSFER',
  writing: 'TRANSFER',
  pausing: 'PAUSED',
  checking: 'EXITED',
  'checking-whole': 'EXITED',
  resetting: 'VERIFIED',
  returning: 'VERIFIED',
  'identifying-again': 'VERIFIED',
  'reading-back': 'VERIFIED',
  comparing: 'VERIFIED',
  confirming: 'CONFIRMED',
  're-entering': 'REENTRY',
  done: 'DONE',
  aborted: 'ABORTED_CLEAN',
  restored: 'RESTORED',
  held: 'HOLD',
};

/** A restore is one state to the outside, whatever it does inside. */
export function runStateOf({ phase, mode }: Pick<JobState, 'phase' | 'mode'>): RunState {
  const state = STATE_OF[phase.task];
  return mode === 'restore' && !TERMINAL_STATES.has(state) ? 'RESTORING' : state;
}

export const isOver = (job: Pick<JobState, 'phase' | 'mode'>): boolean => TERMINAL_STATES.has(runStateOf(job));
