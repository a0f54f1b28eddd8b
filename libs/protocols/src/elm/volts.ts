import { type Millivolts, volts } from '@baylink/kernel';

/** The reply to ATRV or STVR, such as "12.6V" or "13.85". Millivolts without a point are no reading: which unit they have is a guess. */
export function parseVolts(line: string): Millivolts | undefined {
  const [, value] = /^(\d{1,2}\.\d{1,3})\s*V?$/i.exec(line.trim()) ?? [];
  return value === undefined ? undefined : volts(Number(value));
}
