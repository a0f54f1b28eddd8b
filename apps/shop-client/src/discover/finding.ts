import type { Millivolts } from '@baylink/kernel';

/** One place that was looked at. */
export interface Finding {
  /** "/dev/ttyUSB0", "192.0.2.10:13400". */
  readonly place: string;
  /** What to write after --link; `null` where nothing was recognised. */
  readonly link: string | null;
  readonly name: string;
  /** `null`: not known. */
  readonly programming: boolean | null;
  readonly millivolts: Millivolts | null;
  /** What it can and cannot do, and what to do next, one plain sentence each. */
  readonly sentences: readonly string[];
}

export const nothingAt = (place: string, ...sentences: string[]): Finding => ({
  place,
  link: null,
  name: 'not recognised',
  programming: null,
  millivolts: null,
  sentences,
});
