import { millis, millivolts } from '@baylink/kernel';
import { type Surroundings, unknown, type VoltageHistory } from '../../src/index.js';
import { goodSurroundings, steady } from '../samples.js';

/** How the world around a job can stand when it judges. */
export const FACTS = [
  'good',
  'sag',
  'critical',
  'over-voltage',
  'stale voltage',
  'no voltage',
  'link unknown',
  'authority unknown',
] as const;
export type FactsClass = (typeof FACTS)[number];

const SPAN = 12_000;
const EVERY = 200;

function history(now: number, last: number, until = now): VoltageHistory {
  const count = SPAN / EVERY;
  const samples = Array.from({ length: count + 1 }, (_, i) => {
    const at = until - (count - i) * EVERY;
    return { at: millis(at), value: millivolts(i === count ? last : steady(at)) };
  });
  return { source: 'bench supply', kind: 'dedicated', step: millivolts(1), samples, standing: { kind: 'live' } };
}

export function factsOf(kind: FactsClass, now: number): Surroundings {
  const good = (last = steady(now)) => goodSurroundings(now, [history(now, last)]);
  switch (kind) {
    case 'good':
      return good();
    case 'sag':
      return good(12_900);
    case 'critical':
      return good(10_000);
    case 'over-voltage':
      return good(15_500);
    case 'stale voltage':
      return goodSurroundings(now, [history(now, steady(now), now - 10_000)]);
    case 'no voltage':
      return goodSurroundings(now, []);
    case 'link unknown':
      return { ...good(), link: unknown('nobody has measured it') };
    case 'authority unknown':
      return { ...good(), authority: unknown('the certificate cannot be read') };
  }
}

/** What even a write that has begun may not leave with. */
export const NO_SUPPLY: ReadonlySet<FactsClass> = new Set([
  'sag',
  'critical',
  'over-voltage',
  'stale voltage',
  'no voltage',
]);
