import type { Clock, Millis, Millivolts, Result } from '@baylink/kernel';
import type { SourceKind } from '@baylink/safety';
import type { LinkError } from '@baylink/transport-vehicle';
import type { Tester } from '../tester/tester.js';
import type { Meter, MeterReading } from './meter.js';

/** What every voltage source is started with. */
export interface VoltageParts {
  readonly tester: Tester;
  readonly clock: Clock;
  /** At the vehicle's plug, by the adapter that carries the link. */
  readonly readAdapterVoltage: () => Promise<Result<Millivolts, LinkError>>;
  /** What those readings are rounded to, as far as it is known. */
  readonly adapterVoltageStep: () => Millivolts | undefined;
}

/** `step`: what the reading is rounded to, where that is more than a millivolt. */
export type HearReading = (reading: MeterReading, at: Millis, step?: Millivolts) => void;

/** One kind of source, as `--voltage KIND:PLACE` names it. */
export interface VoltageKind {
  /** How it is written, such as "unit:UNIT:DID". */
  readonly form: string;
  /** Understands what stands after the colon, empty where nothing does; a fault is one sentence that begins with `--voltage`. */
  parse(place: string): Result<VoltageSource, string>;
}

/** Where the supply's voltage is read, not yet started. */
export interface VoltageSource {
  /** As gates and screen call it. No two sources of a shop have one name. */
  readonly name: string;
  readonly reach: SourceKind;
  start(parts: VoltageParts, hear: HearReading): Meter;
}
