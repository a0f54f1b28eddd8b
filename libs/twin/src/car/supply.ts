import { type Milliamperes, type Millis, type Millivolts, milliamperes } from '@baylink/kernel';
import { batteryDeadline, terminalVoltage } from '../battery/battery.js';
import { jobLoad } from '../unit/job.js';
import type { Surroundings } from '../unit/supply.js';
import { toUnit } from './node.js';
import type { CarState } from './state.js';
import { type CarTurn, thenEach } from './turn.js';

/** What a meter at the battery's terminals shows at `now`. */
export function supplyVoltage(car: CarState, now: Millis): Millivolts {
  return terminalVoltage(car.battery, now, jobAmperes(car));
}

/** What a unit that runs draws when it has nothing to do. */
const IDLE_AMPERES = 0.35;

/** What flows from the supply into the car; nothing when it is cut off. */
export function supplyCurrent(car: CarState): Milliamperes {
  if (!car.battery.connected) return milliamperes(0);
  const running = car.nodes.filter(({ unit }) => unit.life.kind === 'running').length;
  return milliamperes(Math.round((car.battery.load + jobAmperes(car) + running * IDLE_AMPERES) * 1000));
}

const jobAmperes = (car: CarState): number =>
  car.nodes.reduce((sum, { unit }) => sum + jobLoad(unit.life.kind === 'running' ? unit.life.job : undefined), 0);

/** Every unit sees the supply and what the driver does, as they are now. */
export function look(car: CarState, now: Millis): CarTurn {
  const surroundings: Surroundings = { ...car.signals, supply: supplyVoltage(car, now) };
  const looked: CarState = { ...car, look: batteryDeadline(car.battery, now) };
  const names = car.nodes.map(({ unit }) => unit.profile.name);
  return thenEach({ state: looked, out: [] }, names, (state, name) =>
    toUnit(state, name, { kind: 'surroundings', surroundings }, now),
  );
}
