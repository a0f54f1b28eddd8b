import type { RunState } from '@baylink/safety';

/** The steps of a job, in the order of its life. `BEFORE`: files and plan are on their way. What is over is no step. */
export const STEPS = [
  'BEFORE',
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
  'REENTRY',
  'EXITED',
  'VERIFIED',
  'CONFIRMED',
  'RESTORING',
  'HOLD',
] as const satisfies readonly ('BEFORE' | Exclude<RunState, 'DONE' | 'ABORTED_CLEAN' | 'RESTORED'>)[];
export type Step = (typeof STEPS)[number];

export const isStep = (name: string): name is Step => STEPS.some((step) => step === name);
