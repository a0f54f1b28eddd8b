import { NRC, type Nrc } from './nrc.table.js';
import { SID } from './services.table.js';

/** Codes that any service may be refused with. (ISO 14229-1 annex A) */
const GENERAL: ReadonlySet<Nrc> = new Set<Nrc>([
  NRC.generalReject,
  NRC.serviceNotSupported,
  NRC.subFunctionNotSupported,
  NRC.incorrectMessageLengthOrInvalidFormat,
  NRC.responseTooLong,
  NRC.busyRepeatRequest,
  NRC.conditionsNotCorrect,
  NRC.noResponseFromSubnetComponent,
  NRC.failurePreventsExecutionOfRequestedAction,
  NRC.requestOutOfRange,
  NRC.securityAccessDenied,
  NRC.authenticationRequired,
  NRC.secureDataTransmissionRequired,
  NRC.requestCorrectlyReceivedResponsePending,
  NRC.subFunctionNotSupportedInActiveSession,
  NRC.serviceNotSupportedInActiveSession,
]);

const range = (first: Nrc, last: Nrc): Nrc[] => Array.from({ length: last - first + 1 }, (_, i) => first + i);

/** 0x81 to 0x94 tell a condition of the vehicle, 0xF0 to 0xFE one of the maker. */
const CONDITIONS: ReadonlySet<Nrc> = new Set([...range(0x81, 0x94), ...range(0xf0, 0xfe)]);

/** What the standard lists for one service beside the general codes. (ISO 14229-1 9 to 16) */
const OWN: ReadonlyMap<number, readonly Nrc[]> = new Map<number, readonly Nrc[]>([
  [SID.ClearDiagnosticInformation, [NRC.generalProgrammingFailure]],
  [
    SID.SecurityAccess,
    [NRC.requestSequenceError, NRC.invalidKey, NRC.exceedNumberOfAttempts, NRC.requiredTimeDelayNotExpired],
  ],
  [SID.Authentication, [NRC.requestSequenceError, ...range(0x50, 0x5d)]],
  [SID.WriteDataByIdentifier, [NRC.generalProgrammingFailure]],
  [SID.RoutineControl, [NRC.requestSequenceError, NRC.generalProgrammingFailure]],
  [SID.RequestDownload, [NRC.uploadDownloadNotAccepted]],
  [SID.RequestUpload, [NRC.uploadDownloadNotAccepted]],
  [
    SID.TransferData,
    [NRC.requestSequenceError, NRC.transferDataSuspended, NRC.generalProgrammingFailure, NRC.wrongBlockSequenceCounter],
  ],
  [SID.RequestTransferExit, [NRC.requestSequenceError, NRC.generalProgrammingFailure]],
  [SID.RequestFileTransfer, [NRC.uploadDownloadNotAccepted]],
  [SID.WriteMemoryByAddress, [NRC.generalProgrammingFailure]],
  [SID.SecuredDataTransmission, [NRC.secureDataTransmissionNotAllowed, NRC.secureDataVerificationFailed]],
  [SID.LinkControl, [NRC.requestSequenceError]],
]);

/** Whether the standard lets a unit refuse this service with this code. Units do otherwise; then the code says little. */
export const isListedNrc = (sid: number, nrc: Nrc): boolean =>
  GENERAL.has(nrc) || CONDITIONS.has(nrc) || (OWN.get(sid)?.includes(nrc) ?? false);
