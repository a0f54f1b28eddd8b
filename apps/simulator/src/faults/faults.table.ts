import type { Fault, FaultId } from './fault.js';
import { MACHINE_FAULTS } from './machine-faults.js';
import { SUPPLY_FAULTS } from './supply-faults.js';
import { UNIT_FAULTS } from './unit-faults.js';
import { WAN_FAULTS } from './wan-faults.js';
import { WIRE_FAULTS } from './wire-faults.js';

const number = ({ id }: Fault): number => Number(id.slice(1));

/** Everything that goes wrong around a car, F1 to F40. */
export const FAULTS: readonly Fault[] = [
  ...WAN_FAULTS,
  ...MACHINE_FAULTS,
  ...SUPPLY_FAULTS,
  ...UNIT_FAULTS,
  ...WIRE_FAULTS,
].sort((a, b) => number(a) - number(b));

/** What only exists where single frames are on the wire. */
export const ON_FRAMES: ReadonlySet<FaultId> = new Set(['F30', 'F31']);

export const faultOf = (id: FaultId): Fault | undefined => FAULTS.find((fault) => fault.id === id);
