import { z } from 'zod';
import { sha256Hex, thumbprint } from '../identity/names.js';

/** A signed file of rules: which one, of which version, byte for byte. */
const signedRules = z.strictObject({ id: z.string().min(1), version: z.int().positive(), sha256: sha256Hex });

/** By which rules a shop judges: the vehicle's profile, and what was laid on it, in that order. */
export const rulesInForce = z.strictObject({
  profile: signedRules,
  overlays: z.array(signedRules.extend({ publisher: thumbprint })).max(64),
});
export type RulesInForce = z.infer<typeof rulesInForce>;

/** A figure of the profile that an overlay or the shop's policy has changed; values are JSON, `from` null where there was nothing. */
const changedFigure = z.strictObject({
  figure: z.string(),
  from: z.string().nullable(),
  to: z.string(),
  by: z.string(),
});

/** What these rules come to: the vehicle's profile with everything that was laid on it, and who has changed what. */
export const limitsInForce = z.strictObject({
  /** JSON text, because figures are not all integers; libs/safety knows its members. */
  profile: z.string(),
  changes: z.array(changedFigure).max(1024),
});
export type LimitsInForce = z.infer<typeof limitsInForce>;

/** For people, in one line. */
export const rulesWords = ({ profile, overlays }: RulesInForce): string =>
  [`profile ${named(profile)}`, ...overlays.map((overlay) => `overlay ${named(overlay)}`)].join(', ');

const named = ({ id, version, sha256 }: RulesInForce['profile']): string =>
  `${id} version ${version} (SHA-256 ${sha256.slice(0, 12)}…)`;
