import type { Millis } from '@baylink/kernel';

/** True for an age between 0 and `limit`. A time in the future and a time that is no number are never fresh. */
export function isFresh(at: Millis, limit: number, now: Millis): boolean {
  const age = now - at;
  return age >= 0 && age <= limit;
}

/** "1.2 s" */
export const showAge = (ms: number): string => (Number.isFinite(ms) ? `${(ms / 1000).toFixed(1)} s` : 'unknown age');
