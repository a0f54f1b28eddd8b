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

/** For people, in one line. */
export const rulesWords = ({ profile, overlays }: RulesInForce): string =>
  [`profile ${named(profile)}`, ...overlays.map((overlay) => `overlay ${named(overlay)}`)].join(', ');

const named = ({ id, version, sha256 }: RulesInForce['profile']): string =>
  `${id} version ${version} (SHA-256 ${sha256.slice(0, 12)}…)`;
