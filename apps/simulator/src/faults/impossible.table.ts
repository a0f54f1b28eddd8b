import type { FaultId } from './fault.js';
import { STEPS, type Step } from './steps.table.js';

/** Where no job by itself lets a fault be felt, and why. */
interface Impossible {
  readonly faults: readonly FaultId[];
  readonly steps: readonly Step[];
  readonly why: string;
}

/** Done to what a unit is asked or answers. */
const OF_MESSAGES = ['F24', 'F25', 'F26', 'F27', 'F28', 'F29', 'F30', 'F31', 'F33', 'F34', 'F35', 'F36'] as const;
/** Done to blocks, to their answers, or to the answer that says how long they are. */
const OF_BLOCKS = ['F25', 'F28', 'F34'] as const;

export const IMPOSSIBLE: readonly Impossible[] = [
  {
    faults: OF_MESSAGES,
    steps: ['BEFORE', 'DRAFT', 'STAGING', 'CONFIRMED', 'HOLD'],
    why: 'the job asks its unit nothing then; only what a flood (F11) asks beside it may meet them',
  },
  { faults: ['F39'], steps: ['DRAFT'], why: 'the step is one forced write, and nothing is asked in it' },
  {
    faults: ['F27', 'F29', 'F30', 'F31', 'F33', 'F35', 'F36'],
    steps: ['PAUSED'],
    why: 'only TesterPresent leaves, in one frame, and it is not answered (3E 80)',
  },
  {
    faults: OF_BLOCKS,
    steps: [
      'STAGED',
      'BACKED_UP',
      'PREFLIGHT_OK',
      'ARMED',
      'ENTRY',
      'ERASING',
      'PAUSED',
      'REENTRY',
      'EXITED',
      'VERIFIED',
    ],
    why: 'no block is on its way then; those of a restored backup are in RESTORING',
  },
  {
    faults: ['F30'],
    steps: ['BACKED_UP', 'PREFLIGHT_OK', 'ARMED', 'ENTRY', 'REENTRY'],
    why: 'every request fits into one frame, and no unit controls its flow',
  },
  {
    faults: ['F33'],
    steps: ['ERASING', 'TRANSFER', 'EXITED'],
    why: 'the serial number is read before the erase, in REENTRY, and after the reset',
  },
  {
    faults: ['F35'],
    steps: ['STAGED', 'BACKED_UP', 'PREFLIGHT_OK', 'ARMED', 'ENTRY', 'ERASING', 'TRANSFER', 'REENTRY', 'EXITED'],
    why: 'it is felt by whoever asks for the software after a reset: in VERIFIED, or in RESTORING',
  },
  {
    faults: ['F36'],
    steps: ['ERASING', 'EXITED'],
    why: 'neither memory nor values are read there',
  },
  {
    faults: ['F9'],
    steps: ['BEFORE', 'DRAFT', 'STAGING', 'STAGED', 'BACKED_UP'],
    why: 'nobody has agreed to anything that could be played again',
  },
  { faults: ['F10'], steps: ['BEFORE'], why: 'there is no job to stop' },
  {
    faults: ['F40'],
    steps: STEPS.filter((step) => step !== 'BEFORE'),
    why: 'the file is read when its plan comes, before there is a job',
  },
];

export const isImpossible = (fault: FaultId, step: Step): boolean =>
  IMPOSSIBLE.some(({ faults, steps }) => faults.includes(fault) && steps.includes(step));
