const DATE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
const CLOCK = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

/** "21 Nov 2026, 09:50" in the reader's time zone; `wall` in milliseconds since the epoch. */
export const showDate = (wall: number): string => (Number.isFinite(wall) ? DATE.format(wall) : 'no date');

/** "09:50:12". What cannot be read as a time is shown as it came. */
export function showClock(iso: string): string {
  const wall = Date.parse(iso);
  return Number.isNaN(wall) ? iso : CLOCK.format(wall);
}
