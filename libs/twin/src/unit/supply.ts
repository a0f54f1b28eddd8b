import { type Millivolts, millivolts } from '@baylink/kernel';

/** What a control unit of the sample car does at which supply voltage. */
export const SUPPLY = {
  /** Below this the processor loses its power. */
  collapse: millivolts(6_000),
  /** From here on it starts again. */
  start: millivolts(7_000),
  /** Below this a programming pulse leaves wrong bits and an erase pulse leaves cells as they were. */
  programming: millivolts(10_000),
  /** An erase is not begun below this (NRC 0x93) … */
  eraseMin: millivolts(10_500),
  /** … nor above this (NRC 0x92). */
  eraseMax: millivolts(16_000),
} as const satisfies { readonly [limit: string]: Millivolts };

/** What every unit can see of the car around it. */
export interface Surroundings {
  /** At the unit's own terminals. */
  readonly supply: Millivolts;
  readonly ignitionOn: boolean;
  /** Engine speed, revolutions per minute. */
  readonly rpm: number;
  /** Vehicle speed, km/h. */
  readonly speed: number;
}
