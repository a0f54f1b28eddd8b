import type { LineUnit } from '@baylink/protocols/k-line';
import { ENGINE } from '@baylink/twin';

/** A unit of the car that is also on K-Line. */
export interface CarLineUnit extends LineUnit {
  /** Logical address: the car's own name for it. */
  readonly logical: number;
}

/** Only the emission-related unit answers to the address of OBD. It asks for a length byte and for addresses. */
export const LINE_UNITS: readonly CarLineUnit[] = [
  { logical: ENGINE.logical, address: 0x10, functional: [0x33], keys: { kb1: 0xea, kb2: 0x8f } },
];
