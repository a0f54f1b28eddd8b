import type { Plan } from '@baylink/contracts';
import { err, ok, type Result } from '@baylink/kernel';

/** What the expert has typed, volts; empty: the band of profile and shop. */
export interface TypedBand {
  readonly low: string;
  readonly high: string;
}

export const NO_BAND: TypedBand = { low: '', high: '' };

const MV_PER_VOLT = 1000;
const VOLTS = /^\d{1,2}([.,]\d{1,3})?$/;

/** A narrower band for this plan. A wider one changes nothing: the strictest of profile, shop and expert counts. */
export function readBand({ low, high }: TypedBand): Result<NonNullable<Plan['limits']>['voltage'], string> {
  const parts = [low.trim(), high.trim()].map((text) => (text === '' ? undefined : millivoltsOf(text)));
  const [from, to] = parts;
  if (parts.some((value) => Number.isNaN(value)))
    return err('A limit of the supply is volts, such as 13.4; leave it empty for the one of the profile.');
  if (from !== undefined && to !== undefined && from > to)
    return err(`The supply cannot be at least ${low.trim()} V and at most ${high.trim()} V.`);
  if (from === undefined && to === undefined) return ok(undefined);
  return ok({ ...(from === undefined ? {} : { low: from }), ...(to === undefined ? {} : { high: to }) });
}

const millivoltsOf = (text: string): number => {
  const volts = VOLTS.test(text) ? Number(text.replace(',', '.')) : Number.NaN;
  return volts > 0 ? Math.round(volts * MV_PER_VOLT) : Number.NaN;
};

export const limitsOf = (voltage: NonNullable<Plan['limits']>['voltage']): Pick<Plan, 'limits'> =>
  voltage === undefined ? {} : { limits: { voltage } };
