/** How much of a request its positive response repeats after the service identifier. */
export type Echo =
  | { readonly kind: 'bytes'; readonly count: number }
  /** Nothing, and nothing follows the SID either: what is longer is data that come unasked. */
  | { readonly kind: 'SID alone' }
  /** The format identifier of a memory range with the address and the size that it announces. */
  | { readonly kind: 'memory range' }
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

/** Bytes of `request` after its SID that the response repeats, as far as the request has them. */
export function echoLength(echo: Echo, request: Uint8Array): number {
  switch (echo.kind) {
    case 'bytes':
      return echo.count;
    case 'memory range':
      return 1 + ((request[1] ?? 0) >> 4) + ((request[1] ?? 0) & 0x0f);
    case 'SID alone':
    case 'one of the DIDs':
      return 0;
  }
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
  ReadScalingDataByIdentifier: 0x24,
  SecurityAccess: 0x27,
  CommunicationControl: 0x28,
  Authentication: 0x29,
  ReadDataByPeriodicIdentifier: 0x2a,
  DynamicallyDefineDataIdentifier: 0x2c,
  WriteDataByIdentifier: 0x2e,
  InputOutputControlByIdentifier: 0x2f,
  RoutineControl: 0x31,
  RequestDownload: 0x34,
  RequestUpload: 0x35,
  TransferData: 0x36,
  RequestTransferExit: 0x37,
  RequestFileTransfer: 0x38,
  WriteMemoryByAddress: 0x3d,
  TesterPresent: 0x3e,
  AccessTimingParameter: 0x83,
  SecuredDataTransmission: 0x84,
  ControlDTCSetting: 0x85,
  ResponseOnEvent: 0x86,
  LinkControl: 0x87,
} as const;

export type ServiceName = keyof typeof SID;

/** First byte of every negative response. */
export const NEGATIVE_RESPONSE = 0x7f;
export const POSITIVE_OFFSET = 0x40;
/** Bit 7 of a sub-function: the client wants no positive response. */
export const SUPPRESS_POS_RSP = 0x80;

/** Every service of ISO 14229-1. */
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
  { sid: 0x2a, name: 'ReadDataByPeriodicIdentifier', subFunction: false, echo: { kind: 'SID alone' } },
  withSub(0x2c, 'DynamicallyDefineDataIdentifier', 3),
  plain(0x2e, 'WriteDataByIdentifier', 2),
  plain(0x2f, 'InputOutputControlByIdentifier', 3),
  withSub(0x31, 'RoutineControl', 3),
  plain(0x34, 'RequestDownload', 0),
  plain(0x35, 'RequestUpload', 0),
  plain(0x36, 'TransferData', 1),
  plain(0x37, 'RequestTransferExit', 0),
  plain(0x38, 'RequestFileTransfer', 1),
  { sid: 0x3d, name: 'WriteMemoryByAddress', subFunction: false, echo: { kind: 'memory range' } },
  withSub(0x3e, 'TesterPresent'),
  withSub(0x83, 'AccessTimingParameter'),
  plain(0x84, 'SecuredDataTransmission', 0),
  withSub(0x85, 'ControlDTCSetting'),
  withSub(0x86, 'ResponseOnEvent'),
  withSub(0x87, 'LinkControl'),
];

const BY_SID = new Map(SERVICES.map((entry) => [entry.sid, entry]));

export const serviceOf = (sid: number): ServiceEntry | undefined => BY_SID.get(sid);
