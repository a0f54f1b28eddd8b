import { millivolts, showVolts } from '@baylink/kernel';
import type { VehicleProfile } from '@baylink/safety';
import type { VoltageReading } from '../visit-model.js';

/** Where the supply has to be while a unit is written. Millivolts. */
export interface Band {
  readonly low: number;
  readonly high: number;
  readonly source: string;
}

/** Used where no profile is known, and said so. */
export const DEFAULT_BAND: Band = { low: 13_600, high: 14_200, source: 'default, no vehicle profile' };

export const bandOf = (profile: VehicleProfile | undefined): Band =>
  profile === undefined
    ? DEFAULT_BAND
    : { low: profile.voltage.low, high: profile.voltage.high, source: profile.voltage.source };

export const showBand = ({ low, high }: Band): string => `${(low / 1000).toFixed(1)}–${(high / 1000).toFixed(1)} V`;

export type VoltageStanding =
  | { readonly state: 'unknown'; readonly sentence: string }
  | { readonly state: 'low' | 'inside' | 'high'; readonly text: string; readonly sentence: string };

/** A reading older than this is told as unknown on the screen; the gate at the shop has limits of its own. */
const STALE_MILLIS = 5000;

/**
 * `wall` in milliseconds since the epoch; `at` of a reading is the shop's clock, so `seen` says when it came here. `live`:
 * the shop can be heard now. While it cannot, no figure is shown as if it were one of now.
 */
export function standing(
  reading: VoltageReading | undefined,
  band: Band,
  heard: { readonly seen: number; readonly wall: number; readonly live: boolean },
): VoltageStanding {
  if (reading === undefined) return { state: 'unknown', sentence: 'The shop has not sent a reading yet.' };
  if (!heard.live)
    return { state: 'unknown', sentence: 'The shop cannot be heard now; its last reading is not shown.' };
  if (reading.millivolts === null) return { state: 'unknown', sentence: reading.sentence };
  if (heard.wall - heard.seen > STALE_MILLIS)
    return {
      state: 'unknown',
      sentence: `The last reading came ${Math.round((heard.wall - heard.seen) / 1000)} s ago; nothing newer has arrived.`,
    };
  const text = showVolts(millivolts(reading.millivolts));
  if (reading.millivolts < band.low)
    return { state: 'low', text, sentence: `Below the band ${showBand(band)} for programming.` };
  if (reading.millivolts > band.high)
    return { state: 'high', text, sentence: `Above the band ${showBand(band)} for programming.` };
  return { state: 'inside', text, sentence: `Inside the band ${showBand(band)} for programming.` };
}
