import type { Millis } from '@baylink/kernel';
import type { CanFrame } from '@baylink/protocols/can';
import type { ChannelState } from '@baylink/protocols/iso-tp';
import type { ObdMedium } from '@baylink/protocols/obd';
import type { Addressing } from '@baylink/protocols/uds';
import type { Battery } from '../battery/battery.js';
import type { Bus, NodeName } from '../bus/bus.js';
import type { UnitReport } from '../unit/report.js';
import type { UnitState } from '../unit/state.js';
import type { Surroundings } from '../unit/supply.js';
import type { CarAction } from './action.js';
import type { Fault } from './fault.js';
import type { Line } from './line.js';
import type { Script } from './script.js';

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
  /** What the tester's last message came through, and the answer goes back through. */
  readonly line: Line;
  /** Responses that wait for the one under way on CAN. */
  readonly outbox: readonly Uint8Array[];
}

export type CarInput =
  /** From a node that is no unit of the car: a tester's adapter, or the rest of a bus that the car has joined. */
  | { readonly kind: 'frame'; readonly from: NodeName; readonly frame: CanFrame }
  /** A whole diagnostic message over DoIP or K-Line: `to` is a unit's logical address, or the functional one and then all of them. */
  | {
      readonly kind: 'diagnostic';
      readonly from: number;
      readonly to: number;
      readonly addressing: Addressing;
      readonly bytes: Uint8Array;
      /** Answers of SAE J1979 look different on K-Line. */
      readonly medium?: ObdMedium;
    }
  | { readonly kind: 'action'; readonly action: CarAction }
  | { readonly kind: 'tick' };

export type CarOut =
  /** A frame of the node `from` has been on the bus until `at`: a confirmation to that node, news to all others. */
  | { readonly kind: 'frame'; readonly from: NodeName; readonly frame: CanFrame; readonly at: Millis }
  /** A unit's answer to the tester `to` of a whole message. */
  | { readonly kind: 'diagnostic'; readonly from: number; readonly to: number; readonly bytes: Uint8Array }
  | { readonly kind: 'report'; readonly unit: string; readonly report: UnitReport; readonly at: Millis };
