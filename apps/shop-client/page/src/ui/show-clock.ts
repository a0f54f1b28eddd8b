const CLOCK = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

/** "09:50:12" in the shop's time zone. What cannot be read as a time is shown as it came. */
export function showClock(iso: string): string {
  const wall = Date.parse(iso);
  return Number.isNaN(wall) ? iso : CLOCK.format(wall);
}
