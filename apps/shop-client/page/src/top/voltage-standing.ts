import { millivolts, showVolts } from '@baylink/kernel';
import type { VoltageView } from '../../../src/bay/bay-state.js';
import type { Tone } from '../ui/icon.js';

export interface VoltageStanding {
  readonly tone: Tone;
  readonly figure: string;
  readonly words: string;
}

const NONE = '––.–– V';

/** A colour and a word for the reading. For people only: whether a write may go on is the gate's answer. */
export function voltageStanding({ millivolts: reading, band, sentence }: VoltageView, live: boolean): VoltageStanding {
  if (!live) return { tone: 'attention', figure: NONE, words: 'no live value' };
  if (reading === null) return { tone: 'attention', figure: NONE, words: sentence };
  const figure = showVolts(millivolts(reading));
  const limits = `${showTenths(band.low)}–${showTenths(band.high)} V`;
  if (reading < band.low) return { tone: 'refused', figure, words: `too low, wanted ${limits}` };
  if (reading > band.high) return { tone: 'refused', figure, words: `too high, wanted ${limits}` };
  return { tone: 'holds', figure, words: `in the band ${limits}` };
}

const showTenths = (value: number): string => (value / 1000).toFixed(1);
