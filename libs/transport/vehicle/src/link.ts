import type { ByteCount, Millis, Millivolts, Result } from '@baylink/kernel';
import type { CanFrame } from '@baylink/protocols/can';
import type { CanAddress } from '@baylink/protocols/iso-tp';
import type { DownloadSeen } from '@baylink/protocols/uds';

/** What went wrong on the way to the car. The message is a sentence for a technician: value, limit, next step. */
export interface LinkError {
  readonly kind: 'lost' | 'refused' | 'timeout' | 'protocol' | 'unsupported';
  readonly message: string;
  /** What the other side would take instead. */
  readonly demands?: 'tls';
}

/** How one unit is reached on each medium that it may be on. */
export interface UnitAddress {
  /** ISO 13400-2 logical address; names the unit towards people too. */
  readonly logical: number;
  /** Identifiers and addressing format (ISO 15765-2 10.3); two identifiers alone are normal addressing. */
  readonly can: CanAddress;
  /** ISO 14230-2 address byte, for a unit on K-Line. */
  readonly kLine?: number | undefined;
  /** In no profile: it is looked for where the standards put such a unit, and need not be there. */
  readonly presumed?: true;
}

export type Target = { readonly to: 'unit'; readonly unit: UnitAddress } | { readonly to: 'functional' };

/** What a diagnostic link tells its owner. `at` is monotonic. */
export type LinkEvent =
  /** A message has begun to arrive (SF or FF, or the whole message on DoIP): P2 is measured to here (ISO 14229-2). */
  | { readonly kind: 'indication'; readonly from: UnitAddress; readonly at: Millis }
  | { readonly kind: 'message'; readonly from: UnitAddress; readonly bytes: Uint8Array; readonly at: Millis }
  /** A reception or a transmission was given up; the link itself lives. */
  | {
      readonly kind: 'transfer-failed';
      readonly unit: UnitAddress | undefined;
      readonly direction: 'tx' | 'rx';
      readonly error: LinkError;
      readonly at: Millis;
    }
  | { readonly kind: 'closed'; readonly error: LinkError | undefined; readonly at: Millis };

/** Counters that LINK_QUALITY judges. They only grow. */
export interface LinkCounters {
  readonly sent: number;
  readonly received: number;
  readonly errors: number;
  readonly lostFlowControls: number;
}

/**
 * Carries whole diagnostic messages between this tester and the units of one vehicle. The same contract suite
 * (`@baylink/testing`, `diagnosticLinkContract`) runs against every implementation.
 */
export interface DiagnosticLink {
  readonly kind: string;
  /** Connects (opens the bus, activates routing). Called once. */
  open(): Promise<Result<void, LinkError>>;
  /** Resolves when the last frame has been handed to the driver, or with the reason why it was not. Never throws. */
  send(target: Target, bytes: Uint8Array): Promise<Result<void, LinkError>>;
  /** Registers the one listener; events before it are not kept. */
  listen(listener: (event: LinkEvent) => void): void;
  counters(): LinkCounters;
  /** What the link is able to carry, as far as it is known by now; `undefined` before anything is known. */
  certificate(): CapabilityCertificate | undefined;
  /** Supply voltage at the adapter's vehicle plug, where the adapter measures one. It takes its turn among the requests. */
  readVoltage?(): Promise<Result<Millivolts, LinkError>>;
  /** True when the link waits for a multi-frame message to or from any unit: TesterPresent stays out of it (C23). */
  busy(): boolean;
  /** Whether the owner keeps this unit's session, or lets it lapse: whoever would keep it in the owner's place does the same. */
  keeps?(unit: UnitAddress, on: boolean): void;
  /** What whoever holds the link has seen of this unit's download; nothing where the unit has none, or may have lost it. */
  recall?(unit: UnitAddress): Promise<DownloadSeen | undefined>;
  /** This process is done with the link, and whoever holds it goes on keeping its sessions. Nothing is told any more. */
  leave?(): Promise<void>;
  close(): Promise<void>;
}

/** What a link can carry, by its medium or by an adapter's self-test: facts that gates can judge, and words for the technician. */
export interface CapabilityCertificate {
  /** As the adapter names itself, such as "ELM327 v1.5"; or the medium, where nothing else ends a message. */
  readonly adapter: string;
  /** The longest diagnostic message that it carries whole, in each direction, to the unit that was talked to last. */
  readonly longestMessage: ByteCount;
  /** What `readVoltage` is rounded to; absent where it tells every millivolt, or measures none. */
  readonly voltageStep?: Millivolts;
  /**
   * `tested`: seen at the adapter itself; `claimed`: it says so, and nothing could be tried without asking a unit;
   * `direct`: this machine speaks the protocol itself, and nothing in between makes or breaks a message.
   */
  readonly programming:
    | { readonly able: true; readonly proof: 'tested' | 'claimed' | 'direct' }
    | { readonly able: false; readonly why: string };
  /** What it can and cannot do, one plain sentence each. */
  readonly sentences: readonly string[];
}

/** A bus of raw frames, the layer below ISO-TP: an adapter, or the virtual vehicle's own bus. */
export interface CanLink {
  readonly kind: string;
  open(): Promise<Result<void, LinkError>>;
  /** Resolves when the adapter has accepted the frame. Bounded queue inside: a full one is a `refused`. */
  send(frame: CanFrame): Promise<Result<void, LinkError>>;
  listen(listener: (event: CanLinkEvent) => void): void;
  close(): Promise<void>;
}

export type CanLinkEvent =
  | { readonly kind: 'frame'; readonly frame: CanFrame; readonly at: Millis }
  | { readonly kind: 'error'; readonly error: LinkError; readonly at: Millis }
  | { readonly kind: 'closed'; readonly error: LinkError | undefined; readonly at: Millis };

/** Sees every byte at the last function before the driver. `channel` names the socket or port. */
export interface Tap {
  byte(direction: 'tx' | 'rx', channel: string, bytes: Uint8Array): void;
}
