/** How much of a request its positive response repeats after the service identifier. */
export type Echo =
  | { readonly kind: 'bytes'; readonly count: number }
  /** One data identifier of those that were asked for: a server may leave out what it does not know. */
  | { readonly kind: 'one of the DIDs' };

export interface ServiceEntry {
  /** Service identifier of the request; the positive response has 0x40 more. */
  readonly sid: number;
  readonly name: string;
  /** True when the byte after the SID is a sub-function whose bit 7 is suppressPosRspMsgIndicationBit. */
  readonly subFunction: boolean;
  readonly echo: Echo;
}

const echo = (count: number): Echo => ({ kind: 'bytes', count });
const plain = (sid: number, name: string, count: number): ServiceEntry => ({
  sid,
  name,
  subFunction: false,
  echo: echo(count),
});
const withSub = (sid: number, name: string, count = 1): ServiceEntry => ({
  sid,
  name,
  subFunction: true,
  echo: echo(count),
});

/** Service identifiers that this project encodes, decodes and serves. */
export const SID = {
  DiagnosticSessionControl: 0x10,
  ECUReset: 0x11,
  ClearDiagnosticInformation: 0x14,
  ReadDTCInformation: 0x19,
  ReadDataByIdentifier: 0x22,
  ReadMemoryByAddress: 0x23,
  SecurityAccess: 0x27,
  CommunicationControl: 0x28,
  WriteDataByIdentifier: 0x2e,
  RoutineControl: 0x31,
  RequestDownload: 0x34,
  RequestUpload: 0x35,
  TransferData: 0x36,
  RequestTransferExit: 0x37,
  TesterPresent: 0x3e,
  ControlDTCSetting: 0x85,
} as const;

export type ServiceName = keyof typeof SID;

/** First byte of every negative response. */
export const NEGATIVE_RESPONSE = 0x7f;
export const POSITIVE_OFFSET = 0x40;
/** Bit 7 of a sub-function: the client wants no positive response. */
export const SUPPRESS_POS_RSP = 0x80;

/** Every service of ISO 14229-1, also those that are only named here. */
export const SERVICES: readonly ServiceEntry[] = [
  withSub(0x10, 'DiagnosticSessionControl'),
  withSub(0x11, 'ECUReset'),
  plain(0x14, 'ClearDiagnosticInformation', 0),
  withSub(0x19, 'ReadDTCInformation'),
  { sid: 0x22, name: 'ReadDataByIdentifier', subFunction: false, echo: { kind: 'one of the DIDs' } },
  plain(0x23, 'ReadMemoryByAddress', 0),
  plain(0x24, 'ReadScalingDataByIdentifier', 2),
  withSub(0x27, 'SecurityAccess'),
  withSub(0x28, 'CommunicationControl'),
  withSub(0x29, 'Authentication'),
  plain(0x2a, 'ReadDataByPeriodicIdentifier', 0),
  withSub(0x2c, 'DynamicallyDefineDataIdentifier'),
  plain(0x2e, 'WriteDataByIdentifier', 2),
  plain(0x2f, 'InputOutputControlByIdentifier', 2),
  withSub(0x31, 'RoutineControl', 3),
  plain(0x34, 'RequestDownload', 0),
  plain(0x35, 'RequestUpload', 0),
  plain(0x36, 'TransferData', 1),
  plain(0x37, 'RequestTransferExit', 0),
  plain(0x38, 'RequestFileTransfer', 1),
  plain(0x3d, 'WriteMemoryByAddress', 1),
  withSub(0x3e, 'TesterPresent'),
  withSub(0x83, 'AccessTimingParameter'),
  plain(0x84, 'SecuredDataTransmission', 0),
  withSub(0x85, 'ControlDTCSetting'),
  withSub(0x86, 'ResponseOnEvent'),
  withSub(0x87, 'LinkControl'),
];

const BY_SID = new Map(SERVICES.map((entry) => [entry.sid, entry]));

export const serviceOf = (sid: number): ServiceEntry | undefined => BY_SID.get(sid);
