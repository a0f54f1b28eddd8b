import { type Millis, millis, seconds } from '@baylink/kernel';
import type { DoipVersion } from '../header.js';

/** What a DoIP entity is. Constant for the life of its machine. */
export interface EntityConfig {
  /** For announcements, and for whoever leaves the version open; requests are answered in their own version. */
  readonly version: DoipVersion;
  readonly logicalAddress: number;
  /** 17 ASCII bytes. */
  readonly vin: Uint8Array;
  /** 6 bytes each. */
  readonly eid: Uint8Array;
  readonly gid: Uint8Array;
  readonly nodeType: 'gateway' | 'node';
  /** Testers that may be active at the same time, 1 to 255. */
  readonly maxSockets: number;
  /** Largest payload of one message, in bytes. */
  readonly maxDataSize: number;
  /** Tester addresses that may activate routing, ends included. */
  readonly testers: readonly { readonly from: number; readonly to: number }[];
  /** Activation types that are known, and what each of them takes. */
  readonly activationTypes: ReadonlyMap<number, ActivationPolicy>;
  /** Logical addresses of the units behind this entity, itself included when it answers diagnostics. */
  readonly units: ReadonlySet<number>;
  /** Largest diagnostic message, in bytes without addresses, that the networks behind the entity carry. */
  readonly maxRequest: number;
  /** Reaches all units. */
  readonly functionalAddress: number;
  /**
   * Least time between an acknowledgement or a response and the next response on the same socket: behind a real gateway
   * lies another network, and testers exist that take two messages in one segment for one.
   */
  readonly routingTime: Millis;
}

/** What an activation takes beside a known address: nothing, a TLS socket, or a yes in the vehicle. */
export type ActivationPolicy = 'open' | 'tls' | 'confirmed';

type Identity = Pick<EntityConfig, 'logicalAddress' | 'vin' | 'eid' | 'gid' | 'units'>;

/** A gateway as the sample car has it. */
export const gatewayConfig = (identity: Identity & Partial<EntityConfig>): EntityConfig => ({
  version: 2,
  nodeType: 'gateway',
  maxSockets: 4,
  maxDataSize: 0x1_0000,
  testers: [{ from: 0x0e00, to: 0x0fff }],
  activationTypes: new Map([
    [0x00, 'open'],
    [0x01, 'open'],
  ]),
  maxRequest: 0xffff,
  functionalAddress: 0xe400,
  routingTime: millis(5),
  ...identity,
});

/** ISO 13400-2, timing and communication parameters. */
export const ENTITY_TIMING = {
  /** T_TCP_Initial_Inactivity */
  initialInactivity: seconds(2),
  /** T_TCP_General_Inactivity */
  generalInactivity: seconds(300),
  /** T_TCP_Alive_Check */
  aliveCheck: millis(500),
  /** How long a person in the vehicle may take; the standard leaves it to the manufacturer. */
  confirmation: seconds(60),
  /** A_DoIP_Announce_Interval */
  announceInterval: millis(500),
  /** A_DoIP_Announce_Num */
  announceCount: 3,
} as const satisfies Record<string, Millis | number>;
