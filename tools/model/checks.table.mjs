/**
 * What is verified: disturbances in every combination, re-entries that are allowed, units that are written one after another.
 * Two units and few disturbances, or one unit and more: a whole space each.
 */
export const RUNS = {
  quick: [{ check: 'assertions', bounds: ['-DFAULTS=3', '-DREENTRIES=1', '-DUNITS=2'] }],
  whole: [
    { check: 'assertions', bounds: ['-DFAULTS=4', '-DREENTRIES=3', '-DUNITS=2'] },
    { check: 'assertions', bounds: ['-DFAULTS=5', '-DREENTRIES=3', '-DUNITS=1'] },
    ...['ends', 'honest', 'forward'].map((check) => ({
      check,
      bounds: ['-DFAULTS=3', '-DREENTRIES=3', '-DUNITS=2'],
    })),
  ],
};

/** Where every transition between states that the code has is taken. */
export const COVERS = ['-DFAULTS=4', '-DREENTRIES=1', '-DUNITS=1'];

/**
 * Records that the automaton of the code allows and the model never writes there: the automaton does not count tries, and does
 * not know whether a rehearsal came before.
 */
export const NEVER_WRITTEN = ['GATES', 'HOLD', 'PAUSE', 'RESTORE_INTENT', 'VERIFY failed'];

const FEW = ['-DFAULTS=2', '-DREENTRIES=1', '-DUNITS=1'];
const SOME = ['-DFAULTS=3', '-DREENTRIES=1', '-DUNITS=1'];

/** Mistakes that can be planted with -DMn, and what finds them: the assertions, or a claim. */
export const MUTANTS = [
  { name: 'M1', mistake: 'after the first erase nobody looks at the supply', by: 'assertions', bounds: FEW },
  { name: 'M2', mistake: 'a write without a backup', by: 'assertions', bounds: FEW },
  {
    name: 'M3',
    mistake: 'what runs is the newest plan, not the one that was agreed to',
    by: 'assertions',
    bounds: FEW,
  },
  { name: 'M4', mistake: 'an acknowledgement counts twice', by: 'assertions', bounds: FEW },
  { name: 'M5', mistake: 'the erase leaves before its intent is durable', by: 'assertions', bounds: FEW },
  { name: 'M6', mistake: 'a block whose answer was lost counts', by: 'assertions', bounds: FEW },
  { name: 'M7', mistake: 'a stop in the middle of the write ends it', by: 'assertions', bounds: FEW },
  { name: 'M8', mistake: 'the check always passes', by: 'assertions', bounds: FEW },
  { name: 'M9', mistake: 'a reset before the check of the whole', by: 'assertions', bounds: FEW },
  { name: 'M10', mistake: 'DONE is told before it is durable', by: 'assertions', bounds: FEW },
  { name: 'M11', mistake: 're-entries without a bound', by: 'ends', bounds: FEW },
  { name: 'M12', mistake: 'that a restore had begun is known to memory alone', by: 'assertions', bounds: SOME },
  { name: 'M13', mistake: 'after a restart an intent alone is taken for nothing', by: 'assertions', bounds: FEW },
  { name: 'M14', mistake: 'an abort leaves the session open', by: 'assertions', bounds: FEW },
  { name: 'M15', mistake: 'the keeper tidies up with a default session', by: 'assertions', bounds: FEW },
  { name: 'M16', mistake: 'an older epoch of the broker is heard', by: 'assertions', bounds: FEW },
  { name: 'M17', mistake: 'a reset of everybody is let through', by: 'assertions', bounds: FEW },
  { name: 'M18', mistake: 'a reset that is not written down', by: 'assertions', bounds: FEW },
  { name: 'M19', mistake: 'a re-entry that is not written down', by: 'assertions', bounds: FEW },
  { name: 'M20', mistake: 'a pause without a limit', by: 'ends', bounds: FEW },
  {
    name: 'M21',
    mistake: 'a job in HOLD gives way to the next one',
    by: 'assertions',
    bounds: ['-DFAULTS=2', '-DREENTRIES=1', '-DUNITS=2'],
  },
  {
    name: 'M22',
    mistake: 'a unit that the journal calls checked is erased again without a journal',
    by: 'assertions',
    bounds: SOME,
  },
  {
    name: 'M24',
    mistake: 'a restart goes on after whatever the unit took, of whichever segment',
    by: 'assertions',
    bounds: SOME,
  },
  { name: 'M23', mistake: 'an agreement that is not written down', by: 'assertions', bounds: FEW },
];
