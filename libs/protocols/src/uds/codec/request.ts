import type { AuthenticationRequest } from './authentication.js';
import type { DtcSelection } from './dtc-selection.js';
import type { DynamicIdentifierRequest } from './dynamic-identifier.js';
import type { FileTransferRequest } from './file-transfer.js';
import type { IoControlRequest } from './io-control.js';
import type { LinkControlRequest } from './link-control.js';
import type { WriteMemoryRequest } from './memory-write.js';
import type { PeriodicRequest } from './periodic.js';
import type { ResponseOnEventRequest } from './response-on-event.js';
import type { ReadScalingRequest } from './scaling.js';
import type { SecuredDataRequest } from './secured-data.js';
import type { TimingRequest } from './timing-parameters.js';

/** Requests as a server understands them, one variant a service. Numbers are as on the wire, without the suppress bit. */
export type Request =
  | { readonly service: 'DiagnosticSessionControl'; readonly session: number; readonly suppress: boolean }
  | { readonly service: 'ECUReset'; readonly resetType: number; readonly suppress: boolean }
  | { readonly service: 'ReadDataByIdentifier'; readonly dids: readonly number[] }
  | SecurityAccessRequest
  | MemoryTransferRequest
  | { readonly service: 'TransferData'; readonly counter: number; readonly data: Uint8Array }
  | { readonly service: 'RequestTransferExit'; readonly parameters: Uint8Array }
  | { readonly service: 'TesterPresent'; readonly suppress: boolean }
  | AuthenticationRequest
  | PeriodicRequest
  | FileTransferRequest
  | ApplicationRequest;

/**
 * Requests that change nothing in a server itself: only the application of the unit knows what they come to. The comment
 * says what a positive answer carries after the SID and what the server echoes by itself.
 */
export type ApplicationRequest =
  /** Nothing. `groupOfDtc` 0xFFFFFF is all; `memory`: memorySelection, where the unit has more than one. */
  | { readonly service: 'ClearDiagnosticInformation'; readonly groupOfDtc: number; readonly memory: number | undefined }
  /** Everything after the report type: status availability mask, records … */
  | ReadDtcRequest
  /** Exactly the bytes of the range. */
  | { readonly service: 'ReadMemoryByAddress'; readonly memory: MemoryRange }
  /** Nothing. */
  | CommunicationControlRequest
  /** Nothing. */
  | { readonly service: 'WriteDataByIdentifier'; readonly did: number; readonly data: Uint8Array }
  /** routineInfo and routineStatusRecord. */
  | RoutineControlRequest
  /** Nothing. */
  | ControlDtcSettingRequest
  /** The scaling of the DID: `encodeScaling`. */
  | ReadScalingRequest
  /** Nothing. */
  | DynamicIdentifierRequest
  /** controlState. What is controlled goes back to the unit when the session ends. */
  | IoControlRequest
  /** Nothing. */
  | WriteMemoryRequest
  /** Timing parameters when they were asked for. */
  | TimingRequest
  /** The secured response from its administrative parameter on. */
  | SecuredDataRequest
  /** Number of events and what follows it. */
  | ResponseOnEventRequest
  /** Nothing. */
  | LinkControlRequest;

export interface ReadDtcRequest {
  readonly service: 'ReadDTCInformation';
  /** Sub-function: 0x01 reportNumberOfDTCByStatusMask, 0x02 reportDTCByStatusMask, 0x0A reportSupportedDTC … */
  readonly report: number;
  readonly select: DtcSelection;
  readonly suppress: boolean;
}

/** `level` is the odd requestSeed sub-function in both steps: level 1 is 27 01 and 27 02. */
export type SecurityAccessRequest =
  | {
      readonly service: 'SecurityAccess';
      readonly step: 'requestSeed';
      readonly level: number;
      readonly record: Uint8Array;
      readonly suppress: boolean;
    }
  | {
      readonly service: 'SecurityAccess';
      readonly step: 'sendKey';
      readonly level: number;
      readonly key: Uint8Array;
      readonly suppress: boolean;
    };

export interface CommunicationControlRequest {
  readonly service: 'CommunicationControl';
  readonly control: number;
  readonly communicationType: number;
  /** Only with sub-functions 0x04 and 0x05. */
  readonly node: number | undefined;
  readonly suppress: boolean;
}

export interface RoutineControlRequest {
  readonly service: 'RoutineControl';
  /** 1 startRoutine, 2 stopRoutine, 3 requestRoutineResults. */
  readonly control: number;
  readonly rid: number;
  readonly option: Uint8Array;
  readonly suppress: boolean;
}

export type MemoryTransferRequest =
  | (MemoryTransfer & { readonly service: 'RequestDownload' })
  | (MemoryTransfer & { readonly service: 'RequestUpload' });

export interface MemoryTransfer {
  /** High nibble compression, low nibble encryption; 0x00 is neither. */
  readonly dataFormat: number;
  readonly memory: MemoryRange;
}

/** An address and a size with the widths they have on the wire (1 to 6 bytes each here). */
export interface MemoryRange {
  readonly address: number;
  readonly size: number;
  readonly addressBytes: number;
  readonly sizeBytes: number;
}

export interface ControlDtcSettingRequest {
  readonly service: 'ControlDTCSetting';
  /** 1 on, 2 off. */
  readonly setting: number;
  readonly record: Uint8Array;
  readonly suppress: boolean;
}
