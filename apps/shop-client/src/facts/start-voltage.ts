import type { Meter } from './meter.js';
import type { VoltageDesk } from './voltage-desk.js';
import type { VoltageParts, VoltageSource } from './voltage-kind.js';

/** Starts every voltage source that the shop was given. None is a fact too: the gate says no. */
export const startVoltage = (sources: readonly VoltageSource[], desk: VoltageDesk, parts: VoltageParts): Meter[] =>
  sources.map(({ name, reach, start }) => start(parts, desk.add(name, reach)));
