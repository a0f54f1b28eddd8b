import { runState } from '@baylink/contracts';
import { TERMINAL_STATES } from '@baylink/safety';
import { expect, test } from 'vitest';
import { isOpen, stopWords } from './run-words.table.js';

test('[BAY-R34] a run is open as long as the write job has no terminal state', () => {
  for (const state of runState.options) expect(isOpen(state)).toBe(!TERMINAL_STATES.has(state));
});

test.each(['ERASING', 'TRANSFER', 'PAUSED', 'REENTRY', 'RESTORING', 'EXITED', 'VERIFIED'] as const)(
  '[BAY-R35] in %s stopping promises nothing',
  (state) => {
    expect(stopWords({ state, kind: 'programming' })).toContain('even when stop is pressed');
  },
);

test.each(['DRAFT', 'STAGING', 'STAGED', 'BACKED_UP', 'PREFLIGHT_OK', 'ARMED', 'ENTRY'] as const)(
  '[BAY-R35] in %s stopping leaves the unit as it was',
  (state) => {
    for (const kind of ['coding', 'programming'] as const)
      expect(stopWords({ state, kind })).toContain('leaves the unit as it was');
  },
);

test('[BAY-R35] coding erases nothing: while values are written, stop writes the old ones back', () => {
  expect(stopWords({ state: 'TRANSFER', kind: 'coding' })).toContain('writes the old ones back');
  expect(stopWords({ state: 'VERIFIED', kind: 'coding' })).not.toContain('erased');
});
