import type { Clock } from '@baylink/kernel';
import type { VoltageSpec } from '../shop-options.js';
import type { Tester } from '../tester/tester.js';
import { type Meter, startMeter } from './meter.js';
import { startUnitMeter } from './unit-meter.js';
import type { VoltageDesk } from './voltage-desk.js';

/** Starts every voltage source that the shop was given. None is a fact too: the gate says no. */
export const startVoltage = (specs: readonly VoltageSpec[], desk: VoltageDesk, tester: Tester, clock: Clock): Meter[] =>
  specs.map((spec) => {
    if (spec.kind === 'path') return startMeter(spec.path, clock, desk.add(spec.path, 'dedicated'));
    return startUnitMeter({
      tester,
      clock,
      unit: spec.unit,
      did: spec.did,
      hear: desk.add(`unit ${spec.unit}`, 'shared'),
    });
  });
