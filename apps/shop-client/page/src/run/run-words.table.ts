import type { RunReport } from '@baylink/contracts';
import type { Tone } from '../ui/icon.js';

type State = RunReport['state'];

/** What the stop button comes to. */
export type StopMeaning = 'aborts' | 'restores' | 'goes-on' | 'nothing-left';

interface Row {
  readonly words: string;
  readonly tone: Tone;
  readonly stop: StopMeaning;
}

const row = (words: string, tone: Tone, stop: StopMeaning): Row => ({ words, tone, stop });

/** Every state of the write job in the technician's words. */
export const RUN_WORDS: Record<State, Row> = {
  DRAFT: row('A plan has arrived', 'plain', 'aborts'),
  STAGING: row('The file is being checked', 'plain', 'aborts'),
  STAGED: row('The unit is being backed up', 'plain', 'aborts'),
  BACKED_UP: row('Checking that everything is ready', 'attention', 'aborts'),
  PREFLIGHT_OK: row('Your agreement is needed', 'attention', 'aborts'),
  ARMED: row('Agreed: it starts now', 'attention', 'aborts'),
  ENTRY: row('Preparing the unit', 'attention', 'aborts'),
  ERASING: row('Erasing: leave everything connected', 'attention', 'goes-on'),
  TRANSFER: row('Writing: leave everything connected', 'attention', 'goes-on'),
  PAUSED: row('Paused: leave everything connected', 'refused', 'goes-on'),
  REENTRY: row('Taking the write up again', 'attention', 'goes-on'),
  RESTORING: row('Writing the old contents back', 'attention', 'goes-on'),
  EXITED: row('Checking what was written', 'attention', 'goes-on'),
  VERIFIED: row('Restarting the unit and comparing', 'attention', 'goes-on'),
  CONFIRMED: row('Written and checked: confirm the result', 'holds', 'nothing-left'),
  DONE: row('Done', 'holds', 'nothing-left'),
  ABORTED_CLEAN: row('Stopped: nothing was changed', 'plain', 'nothing-left'),
  RESTORED: row('The old contents are back', 'attention', 'nothing-left'),
  HOLD: row('On hold: you have to act', 'refused', 'nothing-left'),
};

const ENDED: ReadonlySet<State> = new Set(['DONE', 'ABORTED_CLEAN', 'RESTORED', 'HOLD']);

/** Work goes on, or is about to. */
export const isOpen = (state: State): boolean => !ENDED.has(state);

const STOP_WORDS: Record<StopMeaning, string> = {
  aborts: 'Nothing has been changed for good yet: stop ends the job and leaves the unit as it was.',
  restores: 'Some values may be new already: stop writes the old ones back.',
  'goes-on':
    'The unit’s old contents are erased. Stopping here would leave it dead, so the write is finished and checked even when stop is pressed. Leave power and cable connected.',
  'nothing-left': 'Everything is written and checked; there is nothing left to stop.',
};

/** What stop means at this moment. Coding erases nothing, so until its values are written it can still go back. */
export function stopWords({ state, kind }: Pick<RunReport, 'state' | 'kind'>): string {
  const meaning = kind === 'coding' && state === 'TRANSFER' ? 'restores' : RUN_WORDS[state].stop;
  return meaning === 'goes-on' && kind === 'coding' ? CODING_GOES_ON : STOP_WORDS[meaning];
}

const CODING_GOES_ON =
  'The values are being compared or written back. Stopping in between would leave them mixed, so this is finished even when stop is pressed.';
