import type { ServiceCodec } from './codec.js';
import { communicationControl, controlDtcSetting } from './communication.js';
import { readDataByIdentifier, writeDataByIdentifier } from './data.js';
import { clearDiagnosticInformation, readDtcInformation } from './dtc-information.js';
import { readMemoryByAddress } from './memory-read.js';
import { routineControl } from './routine.js';
import { securityAccess } from './security-access.js';
import { type ServiceName, SID } from './services.table.js';
import { diagnosticSessionControl, ecuReset, testerPresent } from './session-control.js';
import { requestDownload, requestTransferExit, requestUpload, transferData } from './transfer.js';

export const CODECS: { readonly [N in ServiceName]: ServiceCodec<N> } = {
  DiagnosticSessionControl: diagnosticSessionControl,
  ECUReset: ecuReset,
  ClearDiagnosticInformation: clearDiagnosticInformation,
  ReadDTCInformation: readDtcInformation,
  ReadDataByIdentifier: readDataByIdentifier,
  ReadMemoryByAddress: readMemoryByAddress,
  SecurityAccess: securityAccess,
  CommunicationControl: communicationControl,
  WriteDataByIdentifier: writeDataByIdentifier,
  RoutineControl: routineControl,
  RequestDownload: requestDownload,
  RequestUpload: requestUpload,
  TransferData: transferData,
  RequestTransferExit: requestTransferExit,
  TesterPresent: testerPresent,
  ControlDTCSetting: controlDtcSetting,
};

const NAME_OF = new Map<number, ServiceName>((Object.keys(SID) as ServiceName[]).map((name) => [SID[name], name]));

/** The service when it is one of those that this project encodes and decodes. */
export const codedService = (sid: number): ServiceName | undefined => NAME_OF.get(sid);
