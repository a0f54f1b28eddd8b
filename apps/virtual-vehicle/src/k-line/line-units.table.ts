import type { LineUnit } from '@baylink/protocols/k-line';
import { BODY, ENGINE, GATEWAY } from '@baylink/twin';

/** A unit of the car that is also on K-Line. */
export interface CarLineUnit extends LineUnit {
  /** Logical address: the car's own name for it. */
  readonly logical: number;
}

/** A length byte, and addresses. */
const KEYS = { kb1: 0xea, kb2: 0x8f } as const;

/** Only the emission-related unit answers to the address of OBD. */
export const LINE_UNITS: readonly CarLineUnit[] = [
  { logical: ENGINE.logical, address: 0x10, functional: [0x33], keys: KEYS },
  { logical: GATEWAY.logical, address: 0x40, functional: [], keys: KEYS },
  { logical: BODY.logical, address: 0x60, functional: [], keys: KEYS },
];
