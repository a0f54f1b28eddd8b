import { type Layout, layout } from './layout.js';

export interface KwpService {
  readonly sid: number;
  readonly name: string;
  /** Of what stands behind the service identifier. */
  readonly request: Layout;
  readonly response: Layout;
}

const service = (sid: number, name: string, request: string, response: string): KwpService => ({
  sid,
  name,
  request: layout(request),
  response: layout(response),
});

/** Services of ISO 14230-3 and, at the end, those of the data link (ISO 14230-2 5). A positive response has 0x40 more. */
export const KWP_SERVICES: readonly KwpService[] = [
  service(0x10, 'StartDiagnosticSession', 'diagnosticMode baudrate?', 'diagnosticMode? more:*?'),
  service(0x11, 'ECUReset', 'resetMode', 'resetStatus:*?'),
  service(0x12, 'ReadFreezeFrameData', 'frameNumber recordAccess? record:*?', 'frameNumber frame:*?'),
  service(0x13, 'ReadDiagnosticTroubleCodes', 'groupOfDtc:2?', 'count dtcs:*?'),
  service(0x14, 'ClearDiagnosticInformation', 'groupOfDtc:2', 'groupOfDtc:2?'),
  service(0x17, 'ReadStatusOfDiagnosticTroubleCodes', 'dtc:2', 'count dtcs:*?'),
  service(0x18, 'ReadDiagnosticTroubleCodesByStatus', 'status groupOfDtc:2?', 'count dtcs:*?'),
  service(
    0x1a,
    'ReadECUIdentification',
    'identificationOption writeTiming:*?',
    'identificationOption identification:*?',
  ),
  service(0x20, 'StopDiagnosticSession', '', ''),
  service(0x21, 'ReadDataByLocalIdentifier', 'localIdentifier transmissionMode? most?', 'localIdentifier values:*?'),
  service(
    0x22,
    'ReadDataByCommonIdentifier',
    'commonIdentifier:2 transmissionMode? most?',
    'commonIdentifier:2 values:*?',
  ),
  service(0x23, 'ReadMemoryByAddress', 'address:3 size transmissionMode? most?', 'values:*?'),
  service(0x26, 'SetDataRates', 'transmissionMode', ''),
  service(0x27, 'SecurityAccess', 'accessMode key:*?', 'accessMode seed:*?'),
  service(0x28, 'DisableNormalMessageTransmission', 'responseRequired?', 'more:*?'),
  service(0x29, 'EnableNormalMessageTransmission', 'responseRequired?', 'more:*?'),
  service(0x2c, 'DynamicallyDefineLocalIdentifier', 'localIdentifier definition:*?', 'localIdentifier'),
  service(0x2e, 'WriteDataByCommonIdentifier', 'commonIdentifier:2 values:*?', 'commonIdentifier:2'),
  service(
    0x2f,
    'InputOutputControlByCommonIdentifier',
    'commonIdentifier:2 control:*?',
    'commonIdentifier:2 control:*?',
  ),
  service(0x30, 'InputOutputControlByLocalIdentifier', 'localIdentifier control:*?', 'localIdentifier control:*?'),
  service(0x31, 'StartRoutineByLocalIdentifier', 'routine option:*?', 'routine status:*?'),
  service(0x32, 'StopRoutineByLocalIdentifier', 'routine option:*?', 'routine status:*?'),
  service(0x33, 'RequestRoutineResultsByLocalIdentifier', 'routine', 'routine results:*?'),
  service(0x34, 'RequestDownload', 'address:3 format size:3', 'longestBlock:*?'),
  service(0x35, 'RequestUpload', 'address:3 format size:3', 'longestBlock:*?'),
  service(0x36, 'TransferData', 'data:*?', 'data:*?'),
  service(0x37, 'RequestTransferExit', 'data:*?', 'data:*?'),
  service(0x38, 'StartRoutineByAddress', 'address:3 option:*?', 'address:3 status:*?'),
  service(0x39, 'StopRoutineByAddress', 'address:3 option:*?', 'address:3 status:*?'),
  service(0x3a, 'RequestRoutineResultsByAddress', 'address:3', 'address:3 results:*?'),
  service(0x3b, 'WriteDataByLocalIdentifier', 'localIdentifier values:*?', 'localIdentifier'),
  service(0x3d, 'WriteMemoryByAddress', 'address:3 size values:*?', 'address:3'),
  service(0x3e, 'TesterPresent', 'responseRequired?', ''),
  service(0x80, 'EscCode', 'manufacturer more:*?', 'manufacturer more:*?'),
  service(0x81, 'StartCommunication', '', 'keyByte1 keyByte2'),
  service(0x82, 'StopCommunication', '', ''),
  service(0x83, 'AccessTimingParameters', 'identifier times:*?', 'identifier times:*?'),
  service(0x84, 'NetworkConfiguration', 'configuration:*?', 'configuration:*?'),
  service(0x85, 'ControlDTCSetting', 'responseRequired groupOfDtc:2? setting:*?', 'more:*?'),
  service(0x86, 'ResponseOnEvent', 'responseRequired window? event:*?', 'more:*?'),
];

const BY_SID: ReadonlyMap<number, KwpService> = new Map(KWP_SERVICES.map((entry) => [entry.sid, entry]));

/** By the identifier of the request; `undefined` where ISO 14230-3 defines none. */
export const kwpService = (sid: number): KwpService | undefined => BY_SID.get(sid);
