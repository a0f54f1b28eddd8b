import { type Millis, millis, seconds } from '@baylink/kernel';

/** Times on the line. (ISO 14230-2 4.4, table 3; ISO 9141-2 table 2) */
export interface LineTiming {
  /** Between the bytes of a unit's answer, at most. */
  readonly p1Max: Millis;
  /** From a request to its answer, and between the answers of several units. */
  readonly p2Min: Millis;
  readonly p2Max: Millis;
  /** From the end of an answer to the next request. */
  readonly p3Min: Millis;
  readonly p3Max: Millis;
  /** Between the bytes of a request, at least. */
  readonly p4Min: Millis;
}

export const NORMAL_TIMING: LineTiming = {
  p1Max: millis(20),
  p2Min: millis(25),
  p2Max: millis(50),
  p3Min: millis(55),
  p3Max: seconds(5),
  p4Min: millis(5),
};

/** Units whose key bytes say so, without addresses and for one unit only. (ISO 14230-2 table 4) */
export const EXTENDED_TIMING: LineTiming = {
  ...NORMAL_TIMING,
  p2Min: millis(0),
  p2Max: seconds(1),
  p3Min: millis(0),
  p3Max: millis(73_500),
};

/** Times of the two ways to start. (ISO 14230-2 5.2.4; ISO 9141-2 7.4) */
export const INIT = {
  /** Low, and low plus high, of the wake-up pattern. */
  tIniL: millis(25),
  tWup: millis(50),
  /** Silence before the address byte; also the silence of the line before a wake-up that is not known to be idle. */
  w0: millis(2),
  w5: millis(300),
  w1Min: millis(60),
  w1Max: millis(300),
  w2Max: millis(20),
  w3Max: millis(20),
  w4Min: millis(25),
  w4Max: millis(50),
} as const;

export const SYNC = 0x55;
export const BIT_RATE = 10_400;

/** Time of `count` bytes on the line: start bit, eight data bits, stop bit. */
export const byteTime = (count: number): Millis => millis((count * 10 * 1000) / BIT_RATE);

const UNITS = { p2Min: 0.5, p2Max: 25, p3Min: 0.5, p3Max: 250, p4Min: 0.5 } as const;
const ORDER = ['p2Min', 'p2Max', 'p3Min', 'p3Max', 'p4Min'] as const;

/** The five bytes of AccessTimingParameters: each in the resolution of its own, the upper limits capped. (ISO 14230-2 5.4.1) */
export const encodeTiming = (timing: LineTiming): Uint8Array =>
  Uint8Array.from(ORDER, (name) => Math.min(0xff, Math.max(0, Math.round(timing[name] / UNITS[name]))));

/** `undefined` unless there are exactly five bytes, the limits are in order, and no upper one is zero. */
export function decodeTiming(bytes: Uint8Array, before: LineTiming): LineTiming | undefined {
  if (bytes.length !== ORDER.length) return undefined;
  const [p2Min = 0, p2Max = 0, p3Min = 0, p3Max = 0, p4Min = 0] = ORDER.map((name, i) => (bytes[i] ?? 0) * UNITS[name]);
  if (p2Min > p2Max || p3Min >= p3Max || p2Max === 0) return undefined;
  return {
    ...before,
    p2Min: millis(p2Min),
    p2Max: millis(p2Max),
    p3Min: millis(p3Min),
    p3Max: millis(p3Max),
    p4Min: millis(p4Min),
  };
}
