import type { Millis, Result } from '@baylink/kernel';
import type { FileTransferRequest } from '../codec/file-transfer.js';
import type { Nrc } from '../codec/nrc.table.js';
import type { PeriodicRequest } from '../codec/periodic.js';
import type { ApplicationRequest, MemoryTransferRequest } from '../codec/request.js';

/** Who asked; opaque to the server, given back with the response. */
export type TesterId = number | string;
export type Addressing = 'physical' | 'functional';

export type ServerInput =
  /** A first frame has arrived: S3 stops until the request is complete or given up. */
  | { readonly kind: 'indication' }
  /** The reception that an `indication` announced was given up. */
  | { readonly kind: 'reception-failed' }
  /** `chance`: 16 fresh random bytes of the owner; they become the seed when one is asked for. */
  | {
      readonly kind: 'request';
      readonly bytes: Uint8Array;
      readonly tester: TesterId;
      readonly addressing: Addressing;
      readonly chance: Uint8Array;
    }
  /** The owner's answer to an `ask`; one that is late or unknown is ignored. */
  | { readonly kind: 'answer'; readonly id: number; readonly result: AskResult }
  | { readonly kind: 'tick' };

/** Positive: the response parameters after what the server echoes by itself, often none. Negative: an NRC. */
export type AskResult = Result<Uint8Array, Nrc>;

export type ServerOut =
  | { readonly kind: 'respond'; readonly bytes: Uint8Array; readonly tester: TesterId; readonly addressing: Addressing }
  | { readonly kind: 'ask'; readonly id: number; readonly request: Ask; readonly context: AskContext }
  /** The session has changed; `s3` means by silence. Whatever 0x28 and 0x85 had switched off is to be on again in session 1. */
  | { readonly kind: 'session'; readonly session: number; readonly cause: 'request' | 's3' }
  /** The data of DID 0xF200 + `periodicId` are due: the owner sends them to `tester`. */
  | { readonly kind: 'periodic'; readonly periodicId: number; readonly tester: TesterId }
  /** The response has been handed over; now the unit resets. This server stays silent: make a new one after the boot. */
  | { readonly kind: 'reset'; readonly resetType: number }
  /** The unit restarts into `session`: make the server of that software with `createServer(config, { session, owed })`. */
  | { readonly kind: 'restart'; readonly session: number; readonly owed: Owed };

/** A positive response to DiagnosticSessionControl that the next server has to send, even if it was to be suppressed. */
export interface Owed {
  readonly tester: TesterId;
  readonly addressing: Addressing;
}

export interface AskContext {
  readonly session: number;
  /** The unlocked security level, odd. */
  readonly unlocked: number | undefined;
  readonly tester: TesterId;
}

/**
 * What only the application of the unit can know. The comment says what a positive answer carries; the server adds SID
 * and echo. Rules of the tables (session, security, sub-function, length, sequence) have been checked before.
 */
export type Ask =
  | ApplicationRequest
  /** Nothing. Refuse here when the vehicle's state forbids the session (NRC 0x22). */
  | { readonly service: 'DiagnosticSessionControl'; readonly session: number }
  /** Nothing, or the power-down time after enableRapidPowerShutDown. */
  | { readonly service: 'ECUReset'; readonly resetType: number }
  /** The data of this one DID. A request for several becomes several asks, one after the other. */
  | { readonly service: 'ReadDataByIdentifier'; readonly did: number }
  /** Nothing; the block length is in the configuration. */
  | MemoryTransferRequest
  /** Nothing. Bytes in the order of the transfer, never the same block twice. */
  | {
      readonly service: 'TransferData';
      readonly direction: 'download';
      readonly target: 'memory' | 'file';
      readonly address: number;
      readonly data: Uint8Array;
    }
  /** Exactly `length` bytes from `address`. */
  | {
      readonly service: 'TransferData';
      readonly direction: 'upload';
      readonly target: 'memory' | 'file';
      readonly address: number;
      readonly length: number;
    }
  /** transferResponseParameterRecord, often nothing. */
  | {
      readonly service: 'RequestTransferExit';
      readonly direction: 'download' | 'upload';
      readonly target: 'memory' | 'file';
      readonly parameters: Uint8Array;
    }
  /** Nothing; NRC 0x31 for an identifier that does not exist. Data are asked for with `periodic` outs. */
  | PeriodicRequest
  /** Nothing for a deleted file; else dataFormat, and the sizes of what will be sent, as in `encodeGrant`. */
  | FileTransferRequest;

/** How a server begins. */
export interface ServerStart {
  readonly at: Millis;
  /** Default 1. */
  readonly session?: number;
  /** With `session`: the response to send at the first tick. */
  readonly owed?: Owed;
  /** Wrong keys that the unit remembers from before the boot. Default 0. */
  readonly failedAttempts?: number;
}
