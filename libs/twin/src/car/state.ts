import type { Millis } from '@baylink/kernel';
import type { CanFrame } from '@baylink/protocols/can';
import type { ChannelState } from '@baylink/protocols/iso-tp';
import type { Battery } from '../battery/battery.js';
import type { Bus } from '../bus/bus.js';
import type { UnitReport } from '../unit/report.js';
import type { UnitState } from '../unit/state.js';
import type { Surroundings } from '../unit/supply.js';
import type { CarAction } from './action.js';
import type { Fault } from './fault.js';
import type { Script } from './script.js';

/** The node that everything outside of the car is: an adapter, or the rest of a real bus. */
export const OUTSIDE = 'outside';

export interface CarState {
  readonly battery: Battery;
  readonly signals: Signals;
  readonly bus: Bus;
  readonly nodes: readonly CarNode[];
  readonly faults: readonly Fault[];
  readonly script: Script;
  /** State of the generator that seeds are drawn from. */
  readonly chance: number;
  /** When the supply has to be looked at again. */
  readonly look: Millis | undefined;
}

/** What the driver does. */
export type Signals = Omit<Surroundings, 'supply'>;

/** A unit with its CAN controller. */
export interface CarNode {
  readonly unit: UnitState;
  readonly channel: ChannelState;
  /** Responses that wait for the one under way on CAN. */
  readonly outbox: readonly Uint8Array[];
}

export type CarInput =
  /** From the tester's adapter, or from other nodes of the bus that the car has joined. */
  | { readonly kind: 'frame'; readonly frame: CanFrame }
  /** A whole diagnostic message over DoIP: `to` a unit's logical address or the functional one, `from` the tester's. */
  | { readonly kind: 'diagnostic'; readonly from: number; readonly to: number; readonly bytes: Uint8Array }
  | { readonly kind: 'action'; readonly action: CarAction }
  | { readonly kind: 'tick' };

export type CarOut =
  /** A unit's frame has been on the bus until `at`. */
  | { readonly kind: 'frame'; readonly frame: CanFrame; readonly at: Millis }
  /** So has one of the outside's own. */
  | { readonly kind: 'sent'; readonly frame: CanFrame; readonly at: Millis }
  /** A unit's answer to the DoIP tester `to`. */
  | { readonly kind: 'diagnostic'; readonly from: number; readonly to: number; readonly bytes: Uint8Array }
  | { readonly kind: 'report'; readonly unit: string; readonly report: UnitReport; readonly at: Millis };
