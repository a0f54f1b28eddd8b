import { type Clock, err, millivolts, ok } from '@baylink/kernel';
import { sentenceOf } from '../scan/vehicle-scan.js';
import type { Tester } from '../tester/tester.js';
import { startAskedMeter } from './asked-meter.js';
import type { Meter } from './meter.js';
import type { HearReading } from './voltage-kind.js';

export interface UnitMeterOptions {
  readonly tester: Tester;
  readonly unit: number;
  readonly request: Uint8Array;
  /** Millivolts in a positive response; `undefined` when it holds none. */
  readonly decode: (bytes: Uint8Array) => number | undefined;
  readonly clock: Clock;
  readonly hear: HearReading;
}

/** A unit that measures its own supply, asked while a visit is recorded; one that does not answer is a source that failed. */
export const startUnitMeter = ({ tester, unit, request, decode, clock, hear }: UnitMeterOptions): Meter =>
  startAskedMeter({
    name: `unit ${unit}`,
    clock,
    hear,
    ask: async () => {
      const outcome = await tester.ask(unit, request);
      if (!outcome.ok) return err(outcome.error.sentence);
      const value = outcome.value.kind === 'positive' ? decode(outcome.value.bytes) : undefined;
      return value === undefined ? err(sentenceOf(outcome.value)) : ok(millivolts(value));
    },
  });
