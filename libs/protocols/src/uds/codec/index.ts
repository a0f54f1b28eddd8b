export { type ResponseEvent, STORE_EVENT } from './active-events.js';
export { type AuthenticationRequest, type AuthenticationResponse, encodeAuthAnswer } from './authentication.js';
export * from './authentication.table.js';
export * from './block-length.js';
export { type PositiveOf, type RequestOf, subFunctionOf, suppressOf } from './codec.js';
export * from './decode.js';
export * from './describe.js';
export * from './dtc.js';
export * from './dtc-report.js';
export { dtcReport } from './dtc-reports.table.js';
export type { DtcSelection } from './dtc-selection.js';
export {
  DEFINITION_TYPE,
  type DynamicDefinition,
  type DynamicIdentifierRequest,
  type DynamicIdentifierResponse,
  type DynamicSource,
} from './dynamic-identifier.js';
export * from './encode.js';
export { EVENT_TYPE, type EventRecord } from './event-record.js';
export {
  encodeGrant,
  FILE_OPERATION,
  type FileSize,
  type FileTransferGrant,
  type FileTransferRequest,
  type FileTransferResponse,
} from './file-transfer.js';
export { IO_CONTROL, type IoControlRequest, type IoControlResponse } from './io-control.js';
export { LINK_CONTROL, LINK_MODE, type LinkControlRequest, type LinkParameter } from './link-control.js';
export * from './memory-range.js';
export type { WriteMemoryRequest, WriteMemoryResponse } from './memory-write.js';
export { showDid, showRid, showSubFunction } from './names.table.js';
export * from './nrc.table.js';
export {
  PERIODIC_DIDS,
  type PeriodicRequest,
  type PeriodicResponse,
  TRANSMISSION_MODE,
} from './periodic.js';
export * from './request.js';
export * from './response.js';
export {
  type EventReport,
  encodeEventReport,
  type ResponseOnEventRequest,
  type ResponseOnEventResponse,
} from './response-on-event.js';
export { encodeScaling, type ReadScalingRequest, type ReadScalingResponse, type Scaling } from './scaling.js';
export type { SecuredData, SecuredDataRequest, SecuredDataResponse } from './secured-data.js';
export { alreadyUnlocked } from './security-access.js';
export { isListedNrc } from './service-nrcs.table.js';
export * from './services.table.js';
export {
  encodeTimingRecord,
  TIMING_ACCESS,
  type TimingRecord,
  type TimingRequest,
  type TimingResponse,
} from './timing-parameters.js';
