import { type Clock, concat, err, millis, millivolts, ok, readUint, uintBytes } from '@baylink/kernel';
import { decodePositive } from '@baylink/protocols/uds';
import { sentenceOf } from '../scan/vehicle-scan.js';
import type { Tester } from '../tester/tester.js';
import type { Meter, MeterReading } from './meter.js';

const EVERY = millis(250);
const READ_DATA_BY_IDENTIFIER = 0x22;

export interface UnitMeterOptions {
  readonly tester: Tester;
  readonly unit: number;
  /** Holds millivolts in two bytes, as SAE J1979 PID 42 scales them. */
  readonly did: number;
  readonly clock: Clock;
  readonly hear: (reading: MeterReading, at: ReturnType<Clock['now']>) => void;
}

/**
 * A voltage source that shares the diagnostic link: a unit that measures its own supply (`--voltage unit:UNIT:DID`). It is
 * asked four times a second while a visit is recorded; a unit that does not answer is a source that failed.
 */
export function startUnitMeter({ tester, unit, did, clock, hear }: UnitMeterOptions): Meter {
  let stopped = false;
  let cancel: () => void = () => undefined;
  const request = concat(Uint8Array.of(READ_DATA_BY_IDENTIFIER), uintBytes(did, 2));

  const ask = async (): Promise<void> => {
    const outcome = await tester.ask(unit, request);
    const response = outcome.ok && outcome.value.kind === 'positive' ? decodePositive(outcome.value.bytes) : undefined;
    const value = response?.service === 'ReadDataByIdentifier' ? readUint(response.data, 0, 2) : undefined;
    if (value !== undefined) hear(ok(millivolts(value)), clock.now());
    else hear(err(outcome.ok ? sentenceOf(outcome.value) : outcome.error.sentence), clock.now());
    if (!stopped) cancel = clock.wake(millis(clock.now() + EVERY), () => void ask());
  };
  void ask();
  return {
    name: `unit ${unit}`,
    stop() {
      stopped = true;
      cancel();
    },
  };
}
