import type { AuthenticationResponse } from './authentication.js';
import type { DtcReport } from './dtc-report.js';
import type { DynamicIdentifierResponse } from './dynamic-identifier.js';
import type { FileTransferResponse } from './file-transfer.js';
import type { IoControlResponse } from './io-control.js';
import type { WriteMemoryResponse } from './memory-write.js';
import type { Nrc } from './nrc.table.js';
import type { PeriodicResponse } from './periodic.js';
import type { ResponseOnEventResponse } from './response-on-event.js';
import type { ReadScalingResponse } from './scaling.js';
import type { SecuredDataResponse } from './secured-data.js';
import type { TimingResponse } from './timing-parameters.js';

/** What a unit answered. */
export type Response = PositiveResponse | NegativeResponse;

export interface NegativeResponse {
  readonly service: 'NegativeResponse';
  /** The refused service, as it stands in the response. */
  readonly sid: number;
  readonly nrc: Nrc;
}

export type PositiveResponse = Answer & {
  /** What the unit sent behind the parameters that the standard gives this response, where that is anything. */
  readonly rest?: Uint8Array;
};

type Answer =
  | {
      readonly service: 'DiagnosticSessionControl';
      readonly session: number;
      /** P2server_max in ms and P2*server_max in ms; absent in answers of older units. */
      readonly timing: { readonly p2: number; readonly p2Star: number } | undefined;
    }
  /** `powerDownTime` in seconds, only after enableRapidPowerShutDown; 0xFF: not available. */
  | { readonly service: 'ECUReset'; readonly resetType: number; readonly powerDownTime: number | undefined }
  | { readonly service: 'ClearDiagnosticInformation' }
  | { readonly service: 'ReadDTCInformation'; readonly report: number; readonly content: DtcReport }
  /** The first record; where one follows it, it is inside `data`: only who knows the lengths can split them. */
  | { readonly service: 'ReadDataByIdentifier'; readonly did: number; readonly data: Uint8Array }
  /** As many bytes as were asked for. */
  | { readonly service: 'ReadMemoryByAddress'; readonly data: Uint8Array }
  | SecurityAccessResponse
  | { readonly service: 'CommunicationControl'; readonly control: number }
  | { readonly service: 'WriteDataByIdentifier'; readonly did: number }
  /** `info`: routineInfo and routineStatusRecord. */
  | { readonly service: 'RoutineControl'; readonly control: number; readonly rid: number; readonly info: Uint8Array }
  | { readonly service: 'RequestDownload'; readonly block: BlockLength }
  | { readonly service: 'RequestUpload'; readonly block: BlockLength }
  | { readonly service: 'TransferData'; readonly counter: number; readonly data: Uint8Array }
  | { readonly service: 'RequestTransferExit'; readonly parameters: Uint8Array }
  | { readonly service: 'TesterPresent' }
  | { readonly service: 'ControlDTCSetting'; readonly setting: number }
  | ReadScalingResponse
  | AuthenticationResponse
  | PeriodicResponse
  | DynamicIdentifierResponse
  | IoControlResponse
  | FileTransferResponse
  | WriteMemoryResponse
  | TimingResponse
  | SecuredDataResponse
  | ResponseOnEventResponse
  | { readonly service: 'LinkControl'; readonly control: number };

export type SecurityAccessResponse =
  | {
      readonly service: 'SecurityAccess';
      readonly step: 'requestSeed';
      readonly level: number;
      readonly seed: Uint8Array;
    }
  | { readonly service: 'SecurityAccess'; readonly step: 'sendKey'; readonly level: number };

/** maxNumberOfBlockLength: the longest TransferData request, SID and counter included, and its width in the answer. */
export interface BlockLength {
  readonly max: number;
  readonly lengthBytes: number;
  /** The low nibble of the lengthFormatIdentifier, where a unit sets what is reserved. */
  readonly reserved?: number;
}
