import { type RunState, runState } from '@baylink/contracts';
import { TERMINAL_STATES } from '@baylink/safety';
import { expect, test } from 'vitest';
import { isOpen, RUN_STAGES } from './run-stage.js';

test('open is what the write job calls not terminal', () => {
  for (const state of runState.options) expect(isOpen(state)).toBe(!TERMINAL_STATES.has(state));
});

/** From the erase to the last comparison a stop request must never be described as harmless. */
const AFTER_ERASE: readonly RunState[] = [
  'ERASING',
  'TRANSFER',
  'PAUSED',
  'EXITED',
  'VERIFIED',
  'REENTRY',
  'RESTORING',
];

test('after the first erase stopping goes on, before it it aborts', () => {
  for (const state of AFTER_ERASE) expect(RUN_STAGES[state].stop).toBe('goes-on');
  for (const state of ['DRAFT', 'STAGED', 'ARMED', 'ENTRY'] as const) expect(RUN_STAGES[state].stop).toBe('aborts');
});
