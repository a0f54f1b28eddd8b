import { outcomes } from '@baylink/ledger';

/** Stable exit codes of every `baylink` command. */
export const exitCodes = {
  ok: 0,
  /** It was tried and did not come to its end; the sentence on stderr says why. */
  failed: 1,
  /** The command line, a file or a setting cannot be used as it is; nothing was started. */
  usage: 2,
  /** `plan verify`: what was signed, and no longer or not yet good. */
  expired: 6,
  /** The shop's gates or the judge said no. Nothing of write class left the shop. */
  refused: 10,
  /** The unit waits for a person: power and cable stay connected. */
  hold: 11,
  /** The unit was brought back to what it was before. */
  restored: 12,
  verify: outcomes,
} as const;

export type ExitCode = number;
