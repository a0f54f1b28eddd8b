declare const unit: unique symbol;
type Measured<U extends string> = number & { readonly [unit]: U };

/** A duration, or a point on the monotonic clock, in milliseconds. May carry a fraction (STmin goes down to 0.1 ms). */
export type Millis = Measured<'ms'>;
/** Wall-clock time: milliseconds since 1970-01-01T00:00Z. Never used for a deadline inside the shop. */
export type WallMillis = Measured<'ms since epoch'>;
/** Electric potential in millivolts. A reading in volts is converted once, at the edge. */
export type Millivolts = Measured<'mV'>;
/** Electric current in milliamperes. */
export type Milliamperes = Measured<'mA'>;
export type ByteCount = Measured<'bytes'>;

export const millis = (value: number): Millis => value as Millis;
export const wallMillis = (value: number): WallMillis => value as WallMillis;
export const millivolts = (value: number): Millivolts => value as Millivolts;
export const milliamperes = (value: number): Milliamperes => value as Milliamperes;
export const byteCount = (value: number): ByteCount => value as ByteCount;
export const seconds = (value: number): Millis => (value * 1000) as Millis;
export const volts = (value: number): Millivolts => Math.round(value * 1000) as Millivolts;

/** `a + b` on times, keeping the unit. */
export const after = (at: Millis, wait: Millis): Millis => (at + wait) as Millis;

/** "13.85 V" */
export const showVolts = (value: Millivolts): string => `${(value / 1000).toFixed(2)} V`;
