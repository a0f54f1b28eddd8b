import { type Chance, type Millis, millis } from '@baylink/kernel';

const FIRST_MS = 250;
const LONGEST_MS = 10_000;
const DOUBLINGS = 6;

/**
 * How long to wait before attempt `attempt` (0 is the first one after a loss): doubled each time up to 10 s, and between
 * half and all of it by chance, so that a broker that comes back is not met by all shops at once.
 */
export function backoff(attempt: number, chance: Chance): Millis {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, DOUBLINGS));
  const part = (chance.bytes(1)[0] ?? 0) / 255;
  return millis(longest / 2 + (longest / 2) * part);
}
