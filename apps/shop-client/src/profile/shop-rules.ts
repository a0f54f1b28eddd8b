import { digestHex, type LimitsInForce, type RulesInForce } from '@baylink/contracts';
import type { Result } from '@baylink/kernel';
import {
  ADD_UNITS,
  emptyBand,
  type TrustedPublisher,
  tighten,
  UNKNOWN_VEHICLE,
  type VehicleProfile,
} from '@baylink/safety';
import { limitsInForce } from './limits-in-force.js';
import { openProfile } from './open-profile.js';
import { layOverlays } from './overlays.js';
import { OWN_POLICY, readPolicy } from './shop-policy.js';

/** The files that say by what a shop judges. */
export interface RuleFiles {
  readonly profile: string;
  /** Signed files that add to the profile. */
  readonly overlay?: readonly string[];
  readonly policy?: string;
}

/** By what this shop judges. */
export interface ShopRules {
  /** As overlays and policy have tightened it, as far as they are known. */
  readonly profile: VehicleProfile;
  readonly rules: RulesInForce;
  /** What they come to; undefined where it is too much to tell, or the profile is not known. */
  readonly limits: LimitsInForce | undefined;
  /** Whom this shop believes about overlays and firmware. */
  readonly publishers: readonly TrustedPublisher[];
  /** One sentence for every wish of the policy that would have loosened the profile. */
  readonly notices: readonly string[];
  /** Why it is not known by what a write is to be judged, a sentence each: then only an open job is a reason to start. */
  readonly doubts: readonly string[];
}

/** Reads them. A profile that cannot be read is that of an unknown vehicle: nothing can be written under it. */
export async function readShopRules({ profile: named, overlay = [], policy: path }: RuleFiles): Promise<ShopRules> {
  const doubts: string[] = [];
  const certain = <T>(found: Result<T, string>): T | undefined => {
    if (found.ok) return found.value;
    doubts.push(found.error);
    return undefined;
  };
  const base = certain(await openProfile(named));
  const policy = certain(readPolicy(path)) ?? {};
  const laid = base && certain(await layOverlays(base, overlay, policy));
  const untightened = laid?.profile ?? base?.profile ?? UNKNOWN_VEHICLE;
  const asked = tighten(untightened, OWN_POLICY).profile;
  const { profile, notices } = tighten(asked, policy);
  const layers = [...(laid?.layers ?? []), { by: 'every shop', profile: asked }, { by: 'the shop’s policy', profile }];
  const contradiction = emptyBand(profile.voltage);
  if (contradiction !== undefined) doubts.push(`--policy ${path} cannot be used: ${contradiction}`);
  return {
    profile,
    rules: {
      profile: { id: profile.id, version: profile.version, sha256: base?.sha256 ?? BUILT_IN },
      overlays: laid?.overlays ?? [],
    },
    limits: base && limitsInForce(base.profile, layers),
    publishers: policy.publishers ?? [],
    notices: laid === undefined ? [] : [...laid.notices, ...unitNotice(profile), ...notices],
    doubts,
  };
}

/** What no file can leave out is part of the program: the digest of its values. */
const BUILT_IN = digestHex(JSON.stringify(UNKNOWN_VEHICLE));

/** Told at the start, before a technician has promised anything to a customer. */
const unitNotice = ({ id, units }: VehicleProfile): readonly string[] =>
  units.length > 0
    ? []
    : [
        `The profile ${id} describes no unit: this vehicle can be looked at and diagnosed, and nothing can be coded or programmed. To write, ${ADD_UNITS}.`,
      ];
