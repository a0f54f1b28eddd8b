import { type Millis, millivolts } from '@baylink/kernel';
import type { BitRates } from '@baylink/protocols/can';
import { IDLE_CHANNEL } from '@baylink/protocols/iso-tp';
import { type Battery, SAMPLE_BATTERY } from '../battery/battery.js';
import { type Bus, backlog, idleBus, type NodeName } from '../bus/bus.js';
import { dumpFlash } from '../memory/flash.js';
import type { NonVolatile } from '../unit/nonvolatile.js';
import type { UnitProfile } from '../unit/profile.js';
import { createUnit } from '../unit/unit.js';
import { lineOf } from './line.js';
import { factoryState } from './sample/factory-state.js';
import { sampleUnits } from './sample/profiles.js';
import { type ScriptEntry, startScript } from './script.js';
import type { CarState, Signals } from './state.js';

export interface SampleCarOptions {
  /** The time of the first step. The units are powered then and answer 300 ms later. */
  readonly at: Millis;
  /** Any number; seeds of SecurityAccess follow from it. */
  readonly chance: number;
  /** What units keep without power, by name; a unit that is not here is as it left the factory. */
  readonly memories?: ReadonlyMap<string, NonVolatile>;
  readonly battery?: Battery;
  readonly script?: readonly ScriptEntry[];
  /** Of every unit; ISO 14229-1 unless told. */
  readonly dialect?: UnitProfile['dialect'];
  /** Of the modelled bus; `Infinity` where a real one takes the time. */
  readonly rates?: BitRates;
}

/** Ignition on, engine off, standing. */
const PARKED: Signals = { ignitionOn: true, rpm: 0, speed: 0 };

/** The fixed car that foreign tools may attach to: gateway, engine unit and body unit. */
export function createSampleCar(options: SampleCarOptions): CarState {
  const bus: Bus = idleBus(options.rates);
  const nodes = sampleUnits(options.dialect ?? 'uds').map((profile) => {
    const memory = options.memories?.get(profile.name) ?? factoryState(profile);
    const unit = createUnit(profile, memory, { ...PARKED, supply: millivolts(0) });
    return { unit, channel: IDLE_CHANNEL, line: lineOf(profile.can, undefined), outbox: [] };
  });
  return {
    battery: options.battery ?? SAMPLE_BATTERY,
    signals: PARKED,
    bus,
    nodes,
    faults: [],
    script: startScript(options.script ?? [], options.at),
    chance: options.chance | 0,
    look: options.at,
  };
}

/** The unit's flash from its first to its last address; `undefined` for a unit that has none or does not exist. */
export function dumpUnit(car: CarState, name: string): Uint8Array | undefined {
  const software = memories(car).get(name)?.software;
  return software === undefined ? undefined : dumpFlash(software.flash);
}

/** What has to be kept so that the next car is this one: give it to `createSampleCar`. */
export const memories = (car: CarState): ReadonlyMap<string, NonVolatile> =>
  new Map(car.nodes.map(({ unit }) => [unit.profile.name, unit.memory]));

/** Frames of an outside node that still wait for the bus: it should offer no more when there are many. */
export const waitingFrames = (car: CarState, node: NodeName): number => backlog(car.bus, node);
