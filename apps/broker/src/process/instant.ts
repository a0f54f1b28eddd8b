import type { Clock } from '@baylink/kernel';

/** Seconds since the epoch, as RFC 7519 writes dates. */
export const epochSeconds = (clock: Clock): number => Math.floor(clock.wall() / 1000);

/** ISO 8601 in UTC, as the contracts show a moment to people. */
export const showMoment = (wallMillis: number): string => new Date(wallMillis).toISOString();
