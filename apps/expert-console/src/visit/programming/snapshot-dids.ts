import type { UnitProfile } from '@baylink/safety';

/** VIN, part number, hardware and serial: the same before and after, whatever software runs. (ISO 14229-1 C.1) */
const IDENTIFICATION = [0xf190, 0xf187, 0xf191, 0xf18c] as const;

/** Saved before the erase and compared after: who the unit is, and every coding value that the profile knows. */
export const snapshotDids = (profile: UnitProfile | undefined): number[] => [
  ...IDENTIFICATION,
  ...(profile?.coding?.dids ?? []).map(({ did }) => did),
];
