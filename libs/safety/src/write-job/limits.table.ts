/** How often a job does a thing again before it goes another way. (I19) */
export const LIMITS = {
  /** Agreements that a gate lets come to nothing; the last one ends the job, nothing having been changed. */
  disarmings: 3,
  /** Checks that fail, until what was there before is brought back. */
  failedChecks: 2,
  /** Looks at a finished unit that has fallen silent. */
  looks: 5,
  pauses: 500,
} as const;
