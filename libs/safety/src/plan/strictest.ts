import { shopPolicy } from '../profile/policy.js';
import type { VehicleProfile } from '../profile/profile.js';
import { tighten } from '../profile/tighten.js';
import type { Plan } from './plan.js';

/** The limits of one plan: the stricter of what profile and shop have left, and what its expert wants. (I14) */
export const strictest = (profile: VehicleProfile, { limits }: Pick<Plan, 'limits'>): VehicleProfile =>
  limits === undefined ? profile : tighten(profile, shopPolicy.parse(limits)).profile;
