import type { ShopBody } from '@baylink/contracts';

/** One point of the curve: seconds since the epoch, volts; null breaks the line where there was no live reading. */
export interface Sample {
  readonly second: number;
  readonly volts: number | null;
}

const KEPT_SECONDS = 300;
const KEPT_SAMPLES = 6000;

/** Keeps the last five minutes; a reading whose time cannot be read, or that goes back in time, is not drawn. */
export function addSample(
  samples: readonly Sample[],
  reading: Extract<ShopBody, { kind: 'voltage' }>,
): readonly Sample[] {
  const second = Date.parse(reading.at) / 1000;
  const newest = samples.at(-1)?.second ?? Number.NEGATIVE_INFINITY;
  if (Number.isNaN(second) || second <= newest) return samples;
  const volts = reading.millivolts === null ? null : reading.millivolts / 1000;
  const oldest = second - KEPT_SECONDS;
  const first = samples.findIndex((sample) => sample.second >= oldest);
  const kept = first < 0 ? [] : samples.slice(Math.max(first, samples.length - KEPT_SAMPLES + 1));
  return [...kept, { second, volts }];
}
