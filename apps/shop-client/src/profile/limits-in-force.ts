import type { LimitsInForce } from '@baylink/contracts';
import { type Layer, tightenings, type VehicleProfile } from '@baylink/safety';

/** What is left of an envelope holds everything else that a welcome says. Characters. */
const LARGEST = 24_000;

/** For the expert to look at: the last layer, and who has changed what on the way to it. One so large that no welcome could carry it is left out. */
export function limitsInForce(base: VehicleProfile, layers: readonly Layer[]): LimitsInForce | undefined {
  const limits: LimitsInForce = {
    profile: JSON.stringify(layers.at(-1)?.profile ?? base),
    changes: [...tightenings(base, layers)],
  };
  return JSON.stringify(limits).length <= LARGEST ? limits : undefined;
}
