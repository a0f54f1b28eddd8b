import { arming } from './arming.js';
import { checking, checkingWhole } from './checking.js';
import { comparing } from './comparing.js';
import { confirming } from './confirming.js';
import { drafting, staging } from './drafting.js';
import { drilling } from './drilling.js';
import { entering } from './entering.js';
import { erasing } from './erasing.js';
import { identifying, savingCoding } from './identifying.js';
import { identifyingAgain } from './identifying-again.js';
import { pausing } from './pausing.js';
import type { Task } from './phase.js';
import { type PhaseRules, phaseRules } from './phase-rules.js';
import { agreeing, preflight } from './preflight.js';
import { readingBack, readingMemory } from './reading-memory.js';
import { reentering } from './reentry.js';
import { rehearsing } from './rehearsing.js';
import { rejoining } from './rejoining.js';
import { resetting } from './resetting.js';
import { returning } from './returning.js';
import { storingBackup } from './storing-backup.js';
import { transferring } from './transferring.js';
import { still } from './turn.js';
import { undoing } from './undoing.js';
import { writing } from './writing.js';

const over = (task: 'done' | 'aborted' | 'restored' | 'held'): PhaseRules => phaseRules(task, { next: still });

/** Every task of a job, in the order of its life. */
export const PHASES: Readonly<Record<Task, PhaseRules>> = {
  drafting,
  staging,
  identifying,
  'saving-coding': savingCoding,
  'reading-memory': readingMemory,
  'storing-backup': storingBackup,
  rehearsing,
  preflight,
  agreeing,
  drilling,
  arming,
  entering,
  undoing,
  erasing,
  transferring,
  rejoining,
  writing,
  pausing,
  checking,
  'checking-whole': checkingWhole,
  resetting,
  returning,
  'identifying-again': identifyingAgain,
  'reading-back': readingBack,
  comparing,
  confirming,
  're-entering': reentering,
  done: over('done'),
  aborted: over('aborted'),
  restored: over('restored'),
  held: over('held'),
};
