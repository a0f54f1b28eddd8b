import { type Millis, unreachable } from '@baylink/kernel';
import { type BatteryChange, changeBattery } from '../battery/battery.js';
import { imprintFlash } from '../memory/flash.js';
import type { Dtc, NonVolatile } from '../unit/nonvolatile.js';
import type { Fault } from './fault.js';
import type { CarNode, CarState, Signals } from './state.js';

/** What a script, or somebody at the controls, can do to the car. Names of units that do not exist do nothing. */
export type CarAction =
  | { readonly kind: 'battery'; readonly change: BatteryChange }
  | { readonly kind: 'signals'; readonly change: Partial<Signals> }
  /** The unit's reset line, as by a loose contact. */
  | { readonly kind: 'reset'; readonly unit: string }
  | { readonly kind: 'fault'; readonly fault: Fault }
  /** `silent` from now on for this long. */
  | { readonly kind: 'silence'; readonly unit: string; readonly lasts: Millis }
  /** Stores a trouble code, or replaces the one with the same number. */
  | { readonly kind: 'dtc'; readonly unit: string; readonly dtc: Dtc }
  /** Changes bytes of the flash behind the unit's back: bit rot, or a part from another car. */
  | { readonly kind: 'imprint'; readonly unit: string; readonly address: number; readonly bytes: Uint8Array };

/** Everything but `reset`, which the unit itself has to carry out. */
export type StateAction = Exclude<CarAction, { kind: 'reset' }>;

export function applyAction(car: CarState, action: StateAction, now: Millis): CarState {
  switch (action.kind) {
    case 'battery':
      return { ...car, battery: changeBattery(car.battery, action.change, now) };
    case 'signals':
      return { ...car, signals: { ...car.signals, ...action.change } };
    case 'fault':
      return { ...car, faults: [...car.faults, action.fault] };
    case 'silence': {
      const until = (now + action.lasts) as Millis;
      return { ...car, faults: [...car.faults, { kind: 'silent', unit: action.unit, until }] };
    }
    case 'dtc':
      return changeMemory(car, action.unit, (memory) => ({
        ...memory,
        dtcs: [...memory.dtcs.filter(({ code }) => code !== action.dtc.code), action.dtc],
      }));
    case 'imprint':
      return changeMemory(car, action.unit, (memory) => imprint(memory, action.address, action.bytes));
    default:
      return unreachable(action);
  }
}

function imprint(memory: NonVolatile, address: number, bytes: Uint8Array): NonVolatile {
  if (memory.software === undefined) return memory;
  const flash = imprintFlash(memory.software.flash, address, bytes);
  return flash.ok ? { ...memory, software: { ...memory.software, flash: flash.value } } : memory;
}

function changeMemory(car: CarState, unit: string, change: (memory: NonVolatile) => NonVolatile): CarState {
  const changed = (node: CarNode): CarNode => ({
    ...node,
    unit: { ...node.unit, memory: change(node.unit.memory) },
  });
  return { ...car, nodes: car.nodes.map((node) => (node.unit.profile.name === unit ? changed(node) : node)) };
}
