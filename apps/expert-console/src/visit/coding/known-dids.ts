import type { UnitProfile } from '@baylink/safety';

/** Names of data identifiers: the coding values of the profile first, then what a loaded description names. What may be written, the shop decides. */
export function knownDids(
  profile: UnitProfile | undefined,
  described: ReadonlyMap<number, string>,
): ReadonlyMap<number, string> {
  const coding = profile?.coding?.dids ?? [];
  return new Map([
    ...coding.map(
      ({ did, name, safetyRelevant }) => [did, safetyRelevant ? `${name}, safety relevant` : name] as const,
    ),
    ...[...described].filter(([did]) => coding.every((one) => one.did !== did)).sort(([a], [b]) => a - b),
  ]);
}
