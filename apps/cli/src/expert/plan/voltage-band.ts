import type { Plan } from '@baylink/contracts';
import { InvalidArgumentError } from 'commander';

const PER_VOLT = 1000;
const BAND = /^(\d{1,2}(?:\.\d{1,3})?)-(\d{1,2}(?:\.\d{1,3})?)$/;

/** A narrower band than profile and shop have, such as "13.4-13.5"; a wider one changes nothing. */
export function parseVoltageBand(text: string): NonNullable<Plan['limits']> {
  const [, low, high] = BAND.exec(text) ?? [];
  const [from, to] = [Number(low), Number(high)];
  if (!(from > 0 && from <= to))
    throw new InvalidArgumentError(
      `"${text}" is no band of volts; give the lower and the upper one, such as 13.4-13.5.`,
    );
  return { voltage: { low: Math.round(from * PER_VOLT), high: Math.round(to * PER_VOLT) } };
}
