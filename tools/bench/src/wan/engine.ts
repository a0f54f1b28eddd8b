import type { UnitAddress } from '@baylink/transport-vehicle';

/** The unit of the sample car that is flashed. */
export const ENGINE = {
  logical: 0x1001,
  can: { request: 0x7e0, response: 0x7e8 },
} as const satisfies UnitAddress;
