import type { Millis, Millivolts } from '@baylink/kernel';
import { batteryDeadline, terminalVoltage } from '../battery/battery.js';
import { jobLoad } from '../unit/job.js';
import type { Surroundings } from '../unit/supply.js';
import { toUnit } from './node.js';
import type { CarState } from './state.js';
import { type CarTurn, thenEach } from './turn.js';

/** What a meter at the battery's terminals shows at `now`. */
export function supplyVoltage(car: CarState, now: Millis): Millivolts {
  const amperes = car.nodes.reduce(
    (sum, { unit }) => sum + jobLoad(unit.life.kind === 'running' ? unit.life.job : undefined),
    0,
  );
  return terminalVoltage(car.battery, now, amperes);
}

/** Every unit sees the supply and what the driver does, as they are now. */
export function look(car: CarState, now: Millis): CarTurn {
  const surroundings: Surroundings = { ...car.signals, supply: supplyVoltage(car, now) };
  const looked: CarState = { ...car, look: batteryDeadline(car.battery, now) };
  const names = car.nodes.map(({ unit }) => unit.profile.name);
  return thenEach({ state: looked, out: [] }, names, (state, name) =>
    toUnit(state, name, { kind: 'surroundings', surroundings }, now),
  );
}
