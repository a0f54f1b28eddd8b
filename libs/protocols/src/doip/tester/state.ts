import { type Millis, seconds } from '@baylink/kernel';
import type { DoipVersion } from '../header.js';
import type { StreamState } from '../stream.js';

export interface TesterConfig {
  readonly version: DoipVersion;
  /** Logical address of this tester, 0x0E00 to 0x0FFF. */
  readonly address: number;
  readonly activationType: number;
  /** Where given, only this entity will do: another one behind the same host ends the connection. */
  readonly entity?: number;
}

/** ISO 13400-2, timing and communication parameters. */
export const TESTER_TIMING = {
  /** A_DoIP_Ctrl, for the routing activation response. */
  control: seconds(2),
  /** How long a person in the vehicle has for the yes that an entity asks for. (routing activation response code 11) */
  confirmation: seconds(60),
  /** A_DoIP_Diagnostic_Message, for the acknowledgement of a diagnostic message. */
  acknowledgement: seconds(2),
  /** Well inside T_TCP_General_Inactivity of the entity: an idle tester shows that it is there. */
  keepAlive: seconds(120),
} as const;

export type TesterInput =
  | { readonly kind: 'connected' }
  | { readonly kind: 'data'; readonly bytes: Uint8Array }
  /** `id` is the caller's, never used twice. */
  | { readonly kind: 'send'; readonly id: number; readonly target: number; readonly bytes: Uint8Array }
  | { readonly kind: 'closed' }
  | { readonly kind: 'tick' };

export type TesterOut =
  | { readonly kind: 'transmit'; readonly bytes: Uint8Array }
  /** Routing is active; `entity` is the gateway's own address, which need not be that of any unit. */
  | { readonly kind: 'activated'; readonly entity: number }
  /** The entity has acknowledged: it will deliver, or has delivered, the message. */
  | { readonly kind: 'confirmed'; readonly id: number }
  | { readonly kind: 'failed'; readonly id: number; readonly reason: SendFailure }
  | { readonly kind: 'message'; readonly source: number; readonly bytes: Uint8Array }
  /** Something arrived that means nothing here; the connection lives. */
  | { readonly kind: 'ignored' }
  /** The connection is of no more use; every open `send` has failed before. The owner closes the socket. */
  | { readonly kind: 'ended'; readonly reason: TesterEnd };

export type SendFailure =
  | { readonly kind: 'not-active' }
  | { readonly kind: 'diagnostic-nack'; readonly code: number }
  | { readonly kind: 'header-nack'; readonly code: number }
  | { readonly kind: 'no-acknowledgement' }
  | { readonly kind: 'ended' };

export type TesterEnd =
  | { readonly kind: 'activation-refused'; readonly code: number }
  | { readonly kind: 'activation-unanswered' }
  | { readonly kind: 'activation-unconfirmed' }
  | { readonly kind: 'other-entity'; readonly entity: number }
  | { readonly kind: 'header-nack'; readonly code: number }
  | { readonly kind: 'stream-broken'; readonly code: number }
  | { readonly kind: 'closed' };

export type TesterState =
  | { readonly kind: 'unconnected' }
  | {
      readonly kind: 'activating';
      readonly stream: StreamState;
      readonly until: Millis;
      /** Whose word is waited for. */
      readonly awaits: 'entity' | 'person';
    }
  | ActiveTester
  | { readonly kind: 'ended' };

export interface ActiveTester {
  readonly kind: 'active';
  readonly stream: StreamState;
  readonly entity: number;
  /** Messages without acknowledgement, in the order they were sent. */
  readonly pending: readonly Pending[];
  readonly keepAliveAt: Millis;
}

export interface Pending {
  readonly id: number;
  readonly target: number;
  readonly until: Millis;
}

export const TESTER_START: TesterState = { kind: 'unconnected' };
