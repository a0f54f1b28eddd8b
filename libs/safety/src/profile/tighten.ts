import { millivolts, showVolts } from '@baylink/kernel';
import type { ShopPolicy } from './policy.js';
import type { VehicleProfile } from './profile.js';

export interface Tightened {
  readonly profile: VehicleProfile;
  /** One sentence for each wish that would have loosened the profile and was ignored. */
  readonly notices: readonly string[];
}

type Direction = 'lower is stricter' | 'higher is stricter';

/**
 * The stricter of profile and policy, figure by figure. Applying it again, or with policies in another order, gives the
 * same limits; nothing that it is given can make a limit looser.
 */
export function tighten(profile: VehicleProfile, policy: ShopPolicy, whose = 'The policy'): Tightened {
  const notices: string[] = [];
  const strict = (name: string, there: number, wish: number | undefined, direction: Direction): number => {
    if (wish === undefined || wish === there) return there;
    const stricter = direction === 'lower is stricter' ? wish < there : wish > there;
    if (stricter) return wish;
    notices.push(`${whose}'s ${name} ${wish} would loosen the profile's ${there} and is ignored: remove it.`);
    return there;
  };
  const lower = (name: string, there: number, wish: number | undefined) =>
    strict(name, there, wish, 'lower is stricter');
  const higher = (name: string, there: number, wish: number | undefined) =>
    strict(name, there, wish, 'higher is stricter');
  const { voltage: v, timing: t, workstation: w } = profile;
  const wish = policy.voltage ?? {};
  if (wish.stuck === 'tell' && v.stuck === 'refuse')
    notices.push(`${whose} would only tell of a stuck voltage reading, and the profile refuses it: remove that line.`);
  if (policy.publisherRequired === false && profile.publisherRequired)
    notices.push(`${whose} would take files without a publisher, and the profile does not: remove that line.`);
  const more = policy.agreements ?? [];
  const tightened: VehicleProfile = {
    ...profile,
    voltage: {
      ...v,
      low: higher('voltage.low', v.low, wish.low),
      high: lower('voltage.high', v.high, wish.high),
      critical: higher('voltage.critical', v.critical, wish.critical),
      ripple: lower('voltage.ripple', v.ripple, wish.ripple),
      soak: higher('voltage.soak', v.soak, wish.soak),
      drift: lower('voltage.drift', v.drift, wish.drift),
      agreement: lower('voltage.agreement', v.agreement, wish.agreement),
      maxAge: {
        dedicated: lower('voltage.maxAgeDedicated', v.maxAge.dedicated, wish.maxAgeDedicated),
        shared: lower('voltage.maxAgeShared', v.maxAge.shared, wish.maxAgeShared),
      },
      stuck: wish.stuck === 'refuse' ? 'refuse' : v.stuck,
    },
    timing: {
      ...t,
      acknowledgementLife: lower('acknowledgementLife', t.acknowledgementLife, policy.acknowledgementLife),
      hold: higher('hold', t.hold, policy.hold),
      patience: lower('patience', t.patience, policy.patience),
      identityMaxAge: lower('identityMaxAge', t.identityMaxAge, policy.identityMaxAge),
    },
    workstation: { ...w, batteryPercent: higher('batteryPercent', w.batteryPercent, policy.batteryPercent) },
    publisherRequired: profile.publisherRequired || policy.publisherRequired === true,
    forbidden: union(profile.forbidden, policy.forbidden ?? []),
    blockingDtcs: {
      ...profile.blockingDtcs,
      prefixes: union(profile.blockingDtcs.prefixes, policy.blockingDtcs ?? []),
    },
    agreements: {
      ...profile.agreements,
      coding: [...profile.agreements.coding, ...more],
      programming: [...profile.agreements.programming, ...more],
      secure: [...profile.agreements.secure, ...more],
    },
  };
  return { profile: tightened, notices };
}

/** What is left when profile, shop and expert contradict one another: nothing that a supply could be set to. */
export const emptyBand = ({ low, high, critical }: VehicleProfile['voltage']): string | undefined =>
  low <= high && critical <= low
    ? undefined
    : `Profile, shop and expert together leave no voltage to work at (${showVolts(millivolts(low))} to ${showVolts(millivolts(high))}, critical below ${showVolts(millivolts(critical))}): one of them has to be corrected.`;

const union = <T>(a: readonly T[], b: readonly T[]): T[] => [...new Set([...a, ...b])];
