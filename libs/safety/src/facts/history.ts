import { type Millis, type Millivolts, millivolts, showVolts } from '@baylink/kernel';
import type { SourceKind, VoltageHistory, VoltageSample } from './voltage.js';

/** Samples kept for one source: enough for the longest soak at twenty a second. */
export const HISTORY_LIMIT = 512;

/** Outside it no vehicle's supply is read correctly: 24 V systems under charge stay well below. */
const PLAUSIBLE = { least: 0, most: 60_000 } as const;
/** A reading between 0 and this is a number of volts that was given as millivolts. */
const LOOKS_LIKE_VOLTS = 100;

const FINEST = millivolts(1);

export const createHistory = (source: string, kind: SourceKind, step: Millivolts = FINEST): VoltageHistory => ({
  source,
  kind,
  step,
  samples: [],
  standing: { kind: 'live' },
});

/** Takes one reading, in millivolts. A number that cannot be one puts the source out of service until the next good one. */
export function addReading(history: VoltageHistory, reading: number, at: Millis): VoltageHistory {
  const fault = faultOf(history, reading, at);
  if (fault !== undefined) return failReading(history, fault, at);
  const samples = [...history.samples.slice(1 - HISTORY_LIMIT), { at, value: millivolts(reading) }];
  return { ...history, samples, standing: { kind: 'live' } };
}

/** The source could not be read: what it said before no longer counts. */
export const failReading = (history: VoltageHistory, why: string, at: Millis): VoltageHistory => ({
  ...history,
  samples: [],
  standing: { kind: 'failed', at, why },
});

export const newest = (history: VoltageHistory): VoltageSample | undefined => history.samples.at(-1);

function faultOf(history: VoltageHistory, reading: number, at: Millis): string | undefined {
  if (!Number.isFinite(reading)) return `it reported ${reading}, which is no number`;
  if (!Number.isFinite(at) || at < (newest(history)?.at ?? at)) return 'its clock went backwards';
  if (reading < PLAUSIBLE.least || reading > PLAUSIBLE.most)
    return `it reported ${showVolts(millivolts(reading))}, which no vehicle has`;
  if (reading > 0 && reading < LOOKS_LIKE_VOLTS) return `it reported ${reading} mV, which looks like volts`;
  return undefined;
}
