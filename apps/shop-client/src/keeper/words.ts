import type { ByteCount, Millivolts, Result } from '@baylink/kernel';
import type { DownloadSeen } from '@baylink/protocols/uds';
import type { CapabilityCertificate, LinkCounters, LinkError, UnitAddress } from '@baylink/transport-vehicle';

/** Both ends are of one version: another keeper is told to end, and a new one is started. */
export const VERSION = 3;

/** Milliseconds on the machine's monotonic clock, which all processes share; their own clocks begin where they did. */
export type MachineMillis = number;

/** The car that a keeper holds: another one needs another keeper. */
export interface Car {
  /** As `--link` has it. */
  readonly link: string;
  /** Where a relative path in it begins. */
  readonly folder: string;
  readonly units: readonly UnitAddress[];
}

/** Logical address, or everybody. */
export type To = number | 'all';

/** What an executor asks. Only the door's bytes are in a `send`. */
export type ExecutorWord =
  | {
      readonly kind: 'attach';
      readonly version: number;
      readonly pid: number;
      readonly car: Car;
      readonly tap: string | undefined;
    }
  /** `at`: when it was judged. What waited too long does not leave. */
  | {
      readonly kind: 'send';
      readonly id: number;
      readonly at: MachineMillis;
      readonly to: To;
      readonly bytes: Uint8Array;
    }
  | { readonly kind: 'voltage'; readonly id: number }
  /** The keeper's own message of that moment, and all before it, are recorded. */
  | { readonly kind: 'noted'; readonly nanos: string }
  /** What the keeper remembers of this unit's download. */
  | { readonly kind: 'recall'; readonly id: number; readonly unit: number }
  /** The executor keeps this unit's session itself, or lets it lapse. */
  | { readonly kind: 'watch' | 'lapse'; readonly unit: number }
  /** The link is no longer needed: close it, and end. */
  | { readonly kind: 'end' };

/** What the executor mirrors of the link, sampled when the word was said. */
export interface Look {
  readonly counters: LinkCounters;
  readonly busy: boolean;
  /** Of the certificate; it may change with the unit that is talked to. */
  readonly longestMessage: ByteCount | undefined;
}

export type KeptEvent =
  | { readonly kind: 'indication'; readonly unit: number }
  | { readonly kind: 'message'; readonly unit: number; readonly bytes: Uint8Array }
  | {
      readonly kind: 'transfer-failed';
      readonly unit: number | undefined;
      readonly direction: 'tx' | 'rx';
      readonly error: LinkError;
    }
  | { readonly kind: 'closed'; readonly error: LinkError | undefined };

/** One message of the time without an executor, or one that the keeper sent by itself. */
export interface KeptMessage {
  /** Monotonic nanoseconds of the machine, as the tap has them. */
  readonly nanos: string;
  readonly direction: 'tx' | 'rx';
  readonly unit: number;
  readonly bytes: Uint8Array;
}

/** What happened between the last executor and this one. */
export interface Interregnum {
  /** How long nobody was attached. */
  readonly lasted: number;
  readonly messages: readonly KeptMessage[];
  /** Messages beyond what a keeper remembers. */
  readonly forgotten: number;
}

export type KeeperWord =
  | {
      readonly kind: 'attached';
      readonly pid: number;
      /** The link's own kind. */
      readonly link: string;
      readonly certificate: CapabilityCertificate | undefined;
      readonly look: Look;
      /** Absent for the first executor. */
      readonly before: Interregnum | undefined;
    }
  | { readonly kind: 'not-opened'; readonly error: LinkError }
  /** Another executor has the link; `pid` is its process. */
  | { readonly kind: 'in-use'; readonly pid: number }
  /** The keeper holds another car, or is of another version. */
  | { readonly kind: 'other-car'; readonly link: string }
  | { readonly kind: 'sent'; readonly id: number; readonly outcome: Result<void, LinkError>; readonly look: Look }
  | { readonly kind: 'volts'; readonly id: number; readonly outcome: Result<Millivolts, LinkError> }
  /** Nothing where the unit has no download, or may have lost it. */
  | { readonly kind: 'recalled'; readonly id: number; readonly seen: DownloadSeen | undefined }
  | { readonly kind: 'event'; readonly event: KeptEvent; readonly at: MachineMillis; readonly look: Look }
  /** The keeper sent this by itself while an executor was attached. */
  | { readonly kind: 'own'; readonly message: KeptMessage };
