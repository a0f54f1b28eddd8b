import type { ApplicationRequest, Request } from '../codec/request.js';
import type { Ask } from './io.js';

/** Services that are handed to the application as they came, and whose answer changes nothing here. */
const APPLICATION: { readonly [service in ApplicationRequest['service']]: true } = {
  ClearDiagnosticInformation: true,
  ReadDTCInformation: true,
  ReadMemoryByAddress: true,
  CommunicationControl: true,
  WriteDataByIdentifier: true,
  RoutineControl: true,
  ControlDTCSetting: true,
  ReadScalingDataByIdentifier: true,
  DynamicallyDefineDataIdentifier: true,
  InputOutputControlByIdentifier: true,
  WriteMemoryByAddress: true,
  AccessTimingParameter: true,
  SecuredDataTransmission: true,
  ResponseOnEvent: true,
  LinkControl: true,
};

export const isForApplication = (request: Request | Ask): request is ApplicationRequest =>
  request.service in APPLICATION;
