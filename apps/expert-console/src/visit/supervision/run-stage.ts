import type { RunState } from '@baylink/contracts';
import type { Tone } from '../../ui/notice.js';

/** What a run goes through, as the strip shows it. The first erase or write falls into "Write". */
export const STAGES = ['Plan', 'Stage', 'Backup', 'Preflight', 'Agree', 'Write', 'Check', 'Done'] as const;

interface StageEntry {
  readonly words: string;
  /** Index into `STAGES` of what is going on; `STAGES.length` when all is done, -1 when the strip says nothing. */
  readonly at: number;
  readonly tone: Tone;
  /** What a request to stop does here. */
  readonly stop: 'aborts' | 'goes-on' | 'over';
}

const entry = (words: string, at: number, tone: Tone, stop: StageEntry['stop']): StageEntry => ({
  words,
  at,
  tone,
  stop,
});

/** Every state of the write job (libs/safety) in words for the expert. */
export const RUN_STAGES: Record<RunState, StageEntry> = {
  DRAFT: entry('Plan is being checked', 0, 'plain', 'aborts'),
  STAGING: entry('Files are being staged', 1, 'plain', 'aborts'),
  STAGED: entry('Backup is being made', 2, 'plain', 'aborts'),
  BACKED_UP: entry('Preflight', 3, 'plain', 'aborts'),
  PREFLIGHT_OK: entry('Waiting for the technician', 4, 'attention', 'aborts'),
  ARMED: entry('Armed', 5, 'attention', 'aborts'),
  ENTRY: entry('Entering the programming session', 5, 'attention', 'aborts'),
  ERASING: entry('Erasing', 5, 'attention', 'goes-on'),
  TRANSFER: entry('Writing', 5, 'attention', 'goes-on'),
  PAUSED: entry('Paused at a block boundary', 5, 'attention', 'goes-on'),
  REENTRY: entry('Entering again after an interruption', 5, 'attention', 'goes-on'),
  RESTORING: entry('Restoring the backup', 5, 'attention', 'goes-on'),
  EXITED: entry('Checking the memory', 6, 'plain', 'goes-on'),
  VERIFIED: entry('Reset and comparison', 6, 'plain', 'goes-on'),
  CONFIRMED: entry('Waiting for the technician to confirm', 7, 'attention', 'over'),
  DONE: entry('Done', STAGES.length, 'holds', 'over'),
  ABORTED_CLEAN: entry('Stopped, nothing was changed', -1, 'plain', 'over'),
  RESTORED: entry('Restored to what it was', -1, 'attention', 'over'),
  HOLD: entry('On hold: a person has to act', -1, 'refused', 'over'),
};

const TERMINAL: ReadonlySet<RunState> = new Set(['DONE', 'ABORTED_CLEAN', 'RESTORED', 'HOLD']);

/** Work goes on at the shop. */
export const isOpen = (state: RunState): boolean => !TERMINAL.has(state);

export const STOP_WORDS = {
  aborts: 'Nothing has been erased. The job ends clean: what it changed on the way in is undone.',
  'goes-on':
    'The memory has been erased. Stopping now would leave the unit without software, so the shop goes on, finishes and verifies.',
  over: 'There is nothing left to stop.',
} as const;
