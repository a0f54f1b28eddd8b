import { PROFILE_PUBLISHER, type RulesInForce, thumbprintOf } from '@baylink/contracts';
import { err, ok, type Result } from '@baylink/kernel';
import {
  type Layer,
  layOver,
  type Overlay,
  publishersFor,
  readOverlay,
  type ShopPolicy,
  type VehicleProfile,
} from '@baylink/safety';
import { type OpenedProfile, openSealed, parseJson } from './open-profile.js';
import { publisherKey } from './publisher-key.js';

/** The overlay in the bytes of a file, before anybody has signed it. */
export const overlayIn = (bytes: Uint8Array): Result<Overlay, string> => readOverlay(parseJson(bytes));

/** A profile with every overlay laid on it. */
export interface LaidProfile {
  readonly profile: VehicleProfile;
  /** Those in force, in the order in which they were laid. */
  readonly overlays: RulesInForce['overlays'];
  /** What each has made of the profile below it. */
  readonly layers: readonly Layer[];
  readonly notices: readonly string[];
}

/**
 * Lays signed overlays on a profile, in the order in which they were named. Their publisher is one whom the shop's own policy
 * names, or the one of the profiles; nothing that comes from elsewhere can name one.
 */
export async function layOverlays(
  { profile: base, stated }: OpenedProfile,
  files: readonly string[],
  policy: ShopPolicy,
): Promise<Result<LaidProfile, string>> {
  const publishers = publishersFor(policy.publishers ?? [], 'overlays', base.make);
  const keys = [PROFILE_PUBLISHER, ...publishers.map(({ key }) => publisherKey(key))];
  const named = new Map([
    ...publishers.map(({ name, key }) => [thumbprintOf(publisherKey(key)), name] as const),
    [thumbprintOf(PROFILE_PUBLISHER), 'the publisher of the profiles'],
  ]);
  let profile = base;
  const overlays: LaidProfile['overlays'][number][] = [];
  const layers: Layer[] = [];
  const notices: string[] = [];
  for (const file of files) {
    const no = (why: string): Result<never, string> => err(`--overlay ${file} is not used: ${why}.`);
    const opened = await openSealed(file, keys, readOverlay);
    if (!opened.ok) return no(`${opened.error}${publishers.length === 0 ? NOBODY : ''}`);
    const { value: overlay, sha256, publisher } = opened.value;
    const laid = layOver(profile, stated, overlay);
    if (!laid.ok) return no(laid.error);
    profile = laid.value.profile;
    layers.push({ by: `overlay ${overlay.id}`, profile });
    overlays.push({ id: overlay.id, version: overlay.version, sha256, publisher });
    notices.push(
      `The profile ${base.id} is used with ${overlay.name} (overlay ${overlay.id} version ${overlay.version}), signed by ${named.get(publisher)}.`,
      ...laid.value.notices,
    );
  }
  return ok({ profile, overlays, layers, notices });
}

const NOBODY = '; name the key of its publisher under "publishers" in the shop\'s policy file (--policy)';
