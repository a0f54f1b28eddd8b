import type { VehicleProfile } from '../src/profile/profile.js';

/** Every limit as a number that only grows when it becomes stricter. */
export function strictness({ voltage: v, timing: t, workstation: w, ...rest }: VehicleProfile): number[] {
  return [
    v.low,
    -v.high,
    v.critical,
    -v.ripple,
    v.soak,
    -v.drift,
    -v.agreement,
    -v.maxAge.dedicated,
    -v.maxAge.shared,
    v.stuck === 'refuse' ? 1 : 0,
    -t.acknowledgementLife,
    t.hold,
    -t.patience,
    -t.identityMaxAge,
    w.batteryPercent,
    rest.publisherRequired ? 1 : 0,
    rest.forbidden.length,
    rest.blockingDtcs.prefixes.length,
    rest.agreements.coding.length,
    rest.agreements.programming.length,
  ];
}
