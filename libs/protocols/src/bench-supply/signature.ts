import { after, type Milliamperes, type Millis, milliamperes } from '@baylink/kernel';

/** One reading of the current that a supply gives. */
export interface CurrentSample {
  readonly level: Milliamperes;
  /** The supply was at its current limit. */
  readonly limiting: boolean;
  readonly at: Millis;
}

/** What a vehicle's current looks like over a window: idle, starting and erasing units differ in it. */
export interface CurrentSignature {
  readonly least: Milliamperes;
  readonly mean: Milliamperes;
  readonly most: Milliamperes;
  /** At least one sample was at the limit: the supply is too weak, and its voltage gives way. */
  readonly limiting: boolean;
  readonly samples: number;
}

/** Samples kept, whatever the window. */
const MOST_SAMPLES = 1000;

/** The samples of the window that ends with the newest one, oldest first. */
export function addCurrent(
  samples: readonly CurrentSample[],
  sample: CurrentSample,
  window: Millis,
): readonly CurrentSample[] {
  return [...samples.filter(({ at }) => after(at, window) > sample.at), sample].slice(-MOST_SAMPLES);
}

/** `undefined` without a sample. */
export function currentSignature(samples: readonly CurrentSample[]): CurrentSignature | undefined {
  if (samples.length === 0) return undefined;
  const levels = samples.map(({ level }) => level);
  return {
    least: milliamperes(Math.min(...levels)),
    mean: milliamperes(Math.round(levels.reduce((sum, level) => sum + level, 0) / levels.length)),
    most: milliamperes(Math.max(...levels)),
    limiting: samples.some(({ limiting }) => limiting),
    samples: samples.length,
  };
}
