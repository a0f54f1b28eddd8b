import { type Millis, millis, millivolts } from '@baylink/kernel';
import type { VoltageHistory, VoltageSample } from './voltage.js';

/** The samples from `since` on, with the last one before it: that one says what held when the stretch began. */
export function stretch(history: VoltageHistory, since: Millis): readonly VoltageSample[] {
  const first = history.samples.findIndex((sample) => sample.at > since);
  if (first < 0) return history.samples.slice(-1);
  return history.samples.slice(Math.max(0, first - 1));
}

/** True when the samples reach back to `since` without a hole longer than `gap`, and the newest is no older than that. */
export function covers(samples: readonly VoltageSample[], since: Millis, gap: Millis, now: Millis): boolean {
  const first = samples[0];
  if (first === undefined || !(first.at <= since)) return false;
  const times = [...samples.map((sample) => sample.at), now];
  return times.every((at, i) => i === 0 || at - (times[i - 1] ?? Number.NaN) <= gap);
}

/** Highest minus lowest, millivolts; NaN without samples. */
export function spread(samples: readonly VoltageSample[]): number {
  const values = samples.map((sample) => sample.value);
  return values.length === 0 ? Number.NaN : Math.max(...values) - Math.min(...values);
}

/** A display of tenths of a volt jumps by one of them, however quiet the supply is. */
const WIDEST_STEP = millivolts(100);

/** Ripple, millivolts peak to peak: the spread, without the one step by which a coarse display jumps of itself. */
export function rippleOf(history: VoltageHistory, since: Millis): number {
  const wide = spread(stretch(history, since));
  const ownStep = isCoarse(history) && history.step <= WIDEST_STEP && wide <= history.step;
  return ownStep ? 0 : wide;
}

const ENOUGH_TO_JUDGE = 8;

/** How long the reading has stood on exactly one value; 0 while there are too few samples to say so. */
export function frozenFor(history: VoltageHistory): Millis {
  const last = history.samples.at(-1);
  if (last === undefined) return millis(0);
  const moved = history.samples.findLastIndex((sample) => sample.value !== last.value);
  const same = history.samples.slice(moved + 1);
  const first = same[0];
  return first === undefined || same.length < ENOUGH_TO_JUDGE ? millis(0) : millis(last.at - first.at);
}

/** A supply that lives moves by a few millivolts. */
const MOVES_BY = millivolts(20);

/** True for a source whose steps are so coarse that a living supply may stand on one of them for as long as it likes. */
export const isCoarse = ({ step }: VoltageHistory): boolean => step > MOVES_BY;
