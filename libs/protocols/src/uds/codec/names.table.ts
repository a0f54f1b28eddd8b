import { showHex } from '@baylink/kernel';
import { STORE_EVENT } from './active-events.js';
import { AUTHENTICATION_RETURN, AUTHENTICATION_TASK } from './authentication.table.js';
import { DTC_REPORT_NAMES } from './dtc-reports.table.js';
import { DEFINITION_TYPE } from './dynamic-identifier.js';
import { EVENT_TYPE } from './event-record.js';
import { IO_CONTROL } from './io-control.js';
import { LINK_CONTROL, LINK_MODE } from './link-control.js';
import { SID } from './services.table.js';
import { TIMING_ACCESS } from './timing-parameters.js';

type Names = ReadonlyMap<number, string>;

const named = (codes: { readonly [name: string]: number }): Names =>
  new Map(Object.entries(codes).map(([name, code]) => [code, name]));

const PERIODIC_MODES = { sendAtSlowRate: 0x01, sendAtMediumRate: 0x02, sendAtFastRate: 0x03, stopSending: 0x04 };

const FILE_OPERATIONS = {
  AddFile: 0x01,
  DeleteFile: 0x02,
  ReplaceFile: 0x03,
  ReadFile: 0x04,
  ReadDir: 0x05,
  ResumeFile: 0x06,
};

/** With and without the bit that stores the event. */
const EVENT_TYPES: Names = new Map(
  Object.entries(EVENT_TYPE).flatMap(([name, type]): [number, string][] => [
    [type, name],
    [type | STORE_EVENT, `${name}, stored`],
  ]),
);

/** Sub-functions of ISO 14229-1, and what other services have in their place, by service. */
const SUB_FUNCTIONS: ReadonlyMap<number, Names> = new Map<number, Names>([
  [
    SID.DiagnosticSessionControl,
    new Map([
      [0x01, 'defaultSession'],
      [0x02, 'programmingSession'],
      [0x03, 'extendedDiagnosticSession'],
      [0x04, 'safetySystemDiagnosticSession'],
    ]),
  ],
  [
    SID.ECUReset,
    new Map([
      [0x01, 'hardReset'],
      [0x02, 'keyOffOnReset'],
      [0x03, 'softReset'],
      [0x04, 'enableRapidPowerShutDown'],
      [0x05, 'disableRapidPowerShutDown'],
    ]),
  ],
  [SID.ReadDTCInformation, DTC_REPORT_NAMES],
  [
    SID.CommunicationControl,
    new Map([
      [0x00, 'enableRxAndTx'],
      [0x01, 'enableRxAndDisableTx'],
      [0x02, 'disableRxAndEnableTx'],
      [0x03, 'disableRxAndTx'],
      [0x04, 'enableRxAndDisableTxWithEnhancedAddressInformation'],
      [0x05, 'enableRxAndTxWithEnhancedAddressInformation'],
    ]),
  ],
  [
    SID.RoutineControl,
    new Map([
      [0x01, 'startRoutine'],
      [0x02, 'stopRoutine'],
      [0x03, 'requestRoutineResults'],
    ]),
  ],
  [SID.Authentication, named(AUTHENTICATION_TASK)],
  [SID.ReadDataByPeriodicIdentifier, named(PERIODIC_MODES)],
  [SID.DynamicallyDefineDataIdentifier, named(DEFINITION_TYPE)],
  [SID.InputOutputControlByIdentifier, named(IO_CONTROL)],
  [SID.RequestFileTransfer, named(FILE_OPERATIONS)],
  [SID.AccessTimingParameter, named(TIMING_ACCESS)],
  [SID.ResponseOnEvent, EVENT_TYPES],
  [SID.LinkControl, named(LINK_CONTROL)],
  [SID.TesterPresent, new Map([[0x00, 'zeroSubFunction']])],
  [
    SID.ControlDTCSetting,
    new Map([
      [0x01, 'on'],
      [0x02, 'off'],
    ]),
  ],
]);

/** Data identifiers that mean the same in every unit. (ISO 14229-1 annex C) */
const DIDS: Names = new Map([
  [0xf180, 'bootSoftwareIdentification'],
  [0xf181, 'applicationSoftwareIdentification'],
  [0xf182, 'applicationDataIdentification'],
  [0xf183, 'bootSoftwareFingerprint'],
  [0xf184, 'applicationSoftwareFingerprint'],
  [0xf185, 'applicationDataFingerprint'],
  [0xf186, 'activeDiagnosticSession'],
  [0xf187, 'vehicleManufacturerSparePartNumber'],
  [0xf188, 'vehicleManufacturerECUSoftwareNumber'],
  [0xf189, 'vehicleManufacturerECUSoftwareVersionNumber'],
  [0xf18a, 'systemSupplierIdentifier'],
  [0xf18b, 'ECUManufacturingDate'],
  [0xf18c, 'ECUSerialNumber'],
  [0xf18d, 'supportedFunctionalUnits'],
  [0xf18e, 'vehicleManufacturerKitAssemblyPartNumber'],
  [0xf190, 'VIN'],
  [0xf191, 'vehicleManufacturerECUHardwareNumber'],
  [0xf192, 'systemSupplierECUHardwareNumber'],
  [0xf193, 'systemSupplierECUHardwareVersionNumber'],
  [0xf194, 'systemSupplierECUSoftwareNumber'],
  [0xf195, 'systemSupplierECUSoftwareVersionNumber'],
  [0xf196, 'exhaustRegulationOrTypeApprovalNumber'],
  [0xf197, 'systemNameOrEngineType'],
  [0xf198, 'repairShopCodeOrTesterSerialNumber'],
  [0xf199, 'programmingDate'],
  [0xf19d, 'ECUInstallationDate'],
  [0xf19a, 'calibrationRepairShopCodeOrCalibrationEquipmentSerialNumber'],
  [0xf19b, 'calibrationDate'],
  [0xf19c, 'calibrationEquipmentSoftwareNumber'],
  [0xf19e, 'ODXFile'],
  [0xf19f, 'entityData'],
  [0xff00, 'UDSVersion'],
]);

/** Routine identifiers that mean the same in every unit. (ISO 14229-1 annex F) */
const RIDS: Names = new Map([
  [0xe200, 'executeSPL'],
  [0xe201, 'deployLoopRoutineID'],
  [0xff00, 'eraseMemory'],
  [0xff01, 'checkProgrammingDependencies'],
  [0xff02, 'eraseMirrorMemoryDTCs'],
]);

const shown = (name: string | undefined, value: number, digits: number): string =>
  name === undefined ? showHex(value, digits) : `${name} (${showHex(value, digits)})`;

export const showSubFunction = (sid: number, subFunction: number): string =>
  shown(SUB_FUNCTIONS.get(sid)?.get(subFunction), subFunction, 2);
export const showDid = (did: number): string => shown(DIDS.get(did), did, 4);
export const showRid = (rid: number): string => shown(RIDS.get(rid), rid, 4);

const LINK_MODES = named(LINK_MODE);
export const showLinkMode = (mode: number): string => shown(LINK_MODES.get(mode), mode, 2);

const AUTH_RETURNS = named(AUTHENTICATION_RETURN);
export const showAuthReturn = (value: number): string => shown(AUTH_RETURNS.get(value), value, 2);
