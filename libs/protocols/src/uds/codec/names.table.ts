import { showHex } from '@baylink/kernel';
import { DTC_REPORT_NAMES } from './dtc-reports.table.js';
import { SID } from './services.table.js';

type Names = ReadonlyMap<number, string>;

/** Sub-functions of ISO 14229-1, by service. */
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
  [0xf19e, 'ODXFile'],
]);

/** Routine identifiers that mean the same in every unit. (ISO 14229-1 annex F) */
const RIDS: Names = new Map([
  [0xff00, 'eraseMemory'],
  [0xff01, 'checkProgrammingDependencies'],
]);

const named = (name: string | undefined, value: number, digits: number): string =>
  name === undefined ? showHex(value, digits) : `${name} (${showHex(value, digits)})`;

export const showSubFunction = (sid: number, subFunction: number): string =>
  named(SUB_FUNCTIONS.get(sid)?.get(subFunction), subFunction, 2);
export const showDid = (did: number): string => named(DIDS.get(did), did, 4);
export const showRid = (rid: number): string => named(RIDS.get(rid), rid, 4);
