import { type Clock, type Millis, millis } from '@baylink/kernel';
import type { MachineMillis } from './words.js';

const NANOS_A_MILLI = 1e6;

/** Between this process's clock and the machine's, which the tap and the journal are written on. */
export interface MachineTime {
  toMachine(at: Millis): MachineMillis;
  fromMachine(at: MachineMillis): Millis;
}

export function machineTime(clock: Clock): MachineTime {
  // Asked anew each time: a clock that counts sleep moves away from the machine's.
  const ahead = (): number => Number(clock.nanos()) / NANOS_A_MILLI - clock.now();
  return { toMachine: (at) => at + ahead(), fromMachine: (at) => millis(at - ahead()) };
}
