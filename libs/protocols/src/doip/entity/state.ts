import type { Millis } from '@baylink/kernel';
import type { DiagnosticNack } from '../codes.table.js';
import type { DoipVersion } from '../header.js';
import type { ActivationRequest, DiagnosticMessage } from '../message.js';
import type { StreamState } from '../stream.js';

/** Chosen by the owner of the sockets; never used again after `closed`. */
export type SocketId = string | number;

export interface UdpPeer {
  readonly address: string;
  readonly port: number;
}

export type EntityInput =
  /** The network is up. `wait` is the random A_DoIP_Announce_Wait, 0 to 500 ms. */
  | { readonly kind: 'start'; readonly wait: Millis }
  | { readonly kind: 'datagram'; readonly from: UdpPeer; readonly bytes: Uint8Array }
  | { readonly kind: 'opened'; readonly socket: SocketId; readonly security: Security }
  | { readonly kind: 'data'; readonly socket: SocketId; readonly bytes: Uint8Array }
  | { readonly kind: 'closed'; readonly socket: SocketId }
  /** A unit answers the tester that is active under the address `tester`; dropped when none is. */
  | { readonly kind: 'response'; readonly unit: number; readonly tester: number; readonly bytes: Uint8Array }
  | { readonly kind: 'power'; readonly mode: PowerMode }
  /** Somebody in the vehicle has said yes or no to a tester that waits for it. */
  | { readonly kind: 'confirmation'; readonly tester: number; readonly given: boolean }
  /** From now on messages to `unit` are refused with `nack`, or, without one, delivered again. */
  | { readonly kind: 'obstacle'; readonly unit: number; readonly nack: DiagnosticNack | undefined }
  | { readonly kind: 'tick' };

export type EntityOut =
  | { readonly kind: 'datagram'; readonly to: UdpPeer; readonly bytes: Uint8Array }
  /** To the limited broadcast address, destination port 13400. */
  | { readonly kind: 'announce'; readonly bytes: Uint8Array }
  | { readonly kind: 'send'; readonly socket: SocketId; readonly bytes: Uint8Array }
  /** After everything sent before has left. No `closed` input is expected for it, and none is harmful. */
  | { readonly kind: 'close'; readonly socket: SocketId }
  /** One for each unit; a functional request gives one for every unit. */
  | {
      readonly kind: 'deliver';
      readonly unit: number;
      readonly addressing: 'physical' | 'functional';
      readonly tester: number;
      readonly bytes: Uint8Array;
    };

/** Diagnostic power mode: 0 not ready, 1 ready, 2 not supported. (ISO 13400-2, payload type 0x4004) */
export type PowerMode = 0 | 1 | 2;

/** `plain-refused`: a plain socket of an entity that demands TLS; every activation on it is refused. */
export type Security = 'plain' | 'plain-refused' | 'tls';

export interface EntityState {
  readonly sockets: ReadonlyMap<SocketId, Socket>;
  readonly announcing: Announcing;
  readonly powerMode: PowerMode;
  /** Why messages to some of the units are refused at present. */
  readonly obstacles: ReadonlyMap<number, DiagnosticNack>;
}

export type Announcing =
  | { readonly kind: 'quiet' }
  | { readonly kind: 'due'; readonly at: Millis; readonly left: number };

export interface Socket {
  readonly security: Security;
  readonly stream: StreamState;
  readonly phase: Phase;
}

export type Phase =
  | { readonly kind: 'initialised'; readonly until: Millis }
  /** Its answer depends on whether the `others` are still alive. */
  | {
      readonly kind: 'activating';
      readonly request: ActivationRequest;
      readonly version: DoipVersion;
      readonly consent: Consent;
      readonly conflict: Conflict;
      readonly others: ReadonlySet<SocketId>;
    }
  /** Somebody in the vehicle has until then to say yes. */
  | {
      readonly kind: 'unconfirmed';
      readonly request: ActivationRequest;
      readonly version: DoipVersion;
      readonly until: Millis;
    }
  | ActivePhase;

/** Routing is active for `tester`; `until` is the end of the general inactivity time. */
export interface ActivePhase {
  readonly kind: 'active';
  readonly tester: number;
  readonly version: DoipVersion;
  readonly until: Millis;
  readonly aliveCheck: AliveCheck;
  readonly responses: Responses;
}

/** Responses of units on their way to the tester; of the `held` ones the oldest leaves at `until`. */
export interface Responses {
  readonly until: Millis;
  readonly held: readonly DiagnosticMessage[];
}

/** Whether somebody in the vehicle has to say yes to an activation, and has not yet. */
export type Consent = 'needed' | 'not-needed';

/** Why a new activation must wait: its address is in use, or every socket is. */
export type Conflict = 'address' | 'sockets';

export type AliveCheck = { readonly kind: 'none' } | { readonly kind: 'asked'; readonly until: Millis };

export const ENTITY_START: EntityState = {
  sockets: new Map(),
  announcing: { kind: 'quiet' },
  powerMode: 1,
  obstacles: new Map(),
};
