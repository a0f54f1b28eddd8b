import { ok } from '@baylink/kernel';
import { startMeter } from '../meter.js';
import type { VoltageKind } from '../voltage-kind.js';

/** A gauge or a stream of readings, see `startMeter`. */
export const pathVoltage: VoltageKind = {
  form: 'PATH',
  parse: (path) => ok({ name: path, reach: 'dedicated', start: ({ clock }, hear) => startMeter(path, clock, hear) }),
};
