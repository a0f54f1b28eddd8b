/** Bounds of the quick check, which CI runs, and of the whole one. */
export const BOUNDS = {
  quick: ['-DDEATHS=1', '-DREENTRIES=1', '-DMESSAGES=1'],
  whole: ['-DDEATHS=1', '-DREENTRIES=3', '-DMESSAGES=2'],
};

/** Temporal claims of the model; the assertions in it are checked by themselves. */
export const CLAIMS = { quick: ['ends'], whole: ['ends', 'honest', 'forward'] };

/** Mistakes that can be planted with -DMn, and what finds them: the assertions, or a claim. */
export const MUTANTS = [
  { name: 'M1', mistake: 'after the first erase nobody looks at the supply', by: 'assertions' },
  { name: 'M2', mistake: 'a write without a backup', by: 'assertions' },
  { name: 'M3', mistake: 'what runs is the newest plan, not the one that was agreed to', by: 'assertions' },
  { name: 'M4', mistake: 'an acknowledgement counts twice', by: 'assertions' },
  { name: 'M5', mistake: 'the erase leaves before its intent is durable', by: 'assertions' },
  { name: 'M6', mistake: 'a block whose answer was lost counts', by: 'assertions' },
  { name: 'M7', mistake: 'a stop in the middle of the write ends it', by: 'assertions' },
  { name: 'M8', mistake: 'the check always passes', by: 'assertions' },
  { name: 'M9', mistake: 'a reset before the check of the whole', by: 'assertions' },
  { name: 'M10', mistake: 'DONE is told before it is durable', by: 'assertions' },
  { name: 'M11', mistake: 're-entries without a bound', by: 'ends' },
  { name: 'M12', mistake: 'that a restore had begun is known to memory alone', by: 'assertions' },
  { name: 'M13', mistake: 'after a restart an intent alone is taken for nothing', by: 'assertions' },
  { name: 'M14', mistake: 'an abort leaves the session open', by: 'assertions' },
  { name: 'M15', mistake: 'the keeper tidies up with a default session', by: 'assertions' },
  { name: 'M16', mistake: 'an older epoch of the broker is heard', by: 'assertions', needs: ['-DMESSAGES=2'] },
  { name: 'M18', mistake: 'after a restart the keeper is said to have seen one block more', by: 'assertions' },
  { name: 'M17', mistake: 'a reset of everybody is let through', by: 'assertions' },
];
