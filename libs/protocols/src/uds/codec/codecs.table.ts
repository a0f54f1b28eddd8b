import { authentication } from './authentication.js';
import type { ServiceCodec } from './codec.js';
import { communicationControl, controlDtcSetting } from './communication.js';
import { readDataByIdentifier, writeDataByIdentifier } from './data.js';
import { clearDiagnosticInformation, readDtcInformation } from './dtc-information.js';
import { dynamicallyDefineDataIdentifier } from './dynamic-identifier.js';
import { requestFileTransfer } from './file-transfer.js';
import { inputOutputControlByIdentifier } from './io-control.js';
import { linkControl } from './link-control.js';
import { readMemoryByAddress } from './memory-read.js';
import { writeMemoryByAddress } from './memory-write.js';
import { readDataByPeriodicIdentifier } from './periodic.js';
import { responseOnEvent } from './response-on-event.js';
import { routineControl } from './routine.js';
import { readScalingDataByIdentifier } from './scaling.js';
import { securedDataTransmission } from './secured-data.js';
import { securityAccess } from './security-access.js';
import { type ServiceName, SID } from './services.table.js';
import { diagnosticSessionControl, ecuReset, testerPresent } from './session-control.js';
import { accessTimingParameter } from './timing-parameters.js';
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
  ReadScalingDataByIdentifier: readScalingDataByIdentifier,
  Authentication: authentication,
  ReadDataByPeriodicIdentifier: readDataByPeriodicIdentifier,
  DynamicallyDefineDataIdentifier: dynamicallyDefineDataIdentifier,
  InputOutputControlByIdentifier: inputOutputControlByIdentifier,
  RequestFileTransfer: requestFileTransfer,
  WriteMemoryByAddress: writeMemoryByAddress,
  AccessTimingParameter: accessTimingParameter,
  SecuredDataTransmission: securedDataTransmission,
  ResponseOnEvent: responseOnEvent,
  LinkControl: linkControl,
};

const NAME_OF = new Map<number, ServiceName>((Object.keys(SID) as ServiceName[]).map((name) => [SID[name], name]));

/** The service when it is one of those that this project encodes and decodes. */
export const codedService = (sid: number): ServiceName | undefined => NAME_OF.get(sid);
