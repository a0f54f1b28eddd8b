import { expect, test } from 'vitest';
import { bytes } from '../server/server.rig.js';
import { describe } from './describe.js';
import { isListedNrc } from './service-nrcs.table.js';
import { SERVICES } from './services.table.js';

test.each([
  ['10 02', 'DiagnosticSessionControl: session programmingSession (0x02)'],
  ['50 03 00 32 01 F4', 'DiagnosticSessionControl ok: session extendedDiagnosticSession (0x03), P2 50 ms, P2* 5000 ms'],
  ['7F 10 78', 'DiagnosticSessionControl refused: NRC 0x78 requestCorrectlyReceivedResponsePending'],
  ['7F BA 11', 'service 0xBA refused: NRC 0x11 serviceNotSupported'],
  ['22 F1 90 F1 5A', 'ReadDataByIdentifier: DID VIN (0xF190) 0xF15A'],
  ['62 F1 87 41 42 43 44', 'ReadDataByIdentifier ok: DID vehicleManufacturerSparePartNumber (0xF187), text ABCD'],
  ['62 F1 5A 1B 5B 33 31', 'ReadDataByIdentifier ok: DID 0xF15A, data 1B 5B 33 31'],
  ['14 FF FF FF', 'ClearDiagnosticInformation: group all'],
  ['19 02 08', 'ReadDTCInformation: report reportDTCByStatusMask (0x02), mask 0x08 confirmedDTC'],
  [
    '59 02 FF 01 23 1A 08',
    'ReadDTCInformation ok: report reportDTCByStatusMask (0x02), count 1, P0123-1A 0x08 confirmedDTC',
  ],
  ['31 01 FF 00 44', 'RoutineControl: control startRoutine (0x01), RID eraseMemory (0xFF00), option 44'],
  ['34 00 44 00 00 80 00 00 00 12 34', 'RequestDownload: address 0x00008000, size 4660 bytes, dataFormat 0x00'],
  ['74 20 00 82', 'RequestDownload ok: maxNumberOfBlockLength 130 bytes'],
  ['36 01 AA BB', 'TransferData: counter 0x01, data 2 bytes'],
  ['3E 80', 'TesterPresent: response suppressed'],
  ['41 0D 32', 'Request current powertrain diagnostic data ok: vehicle speed 50 km/h'],
  ['7F 04 22', 'Clear/reset emission-related diagnostic information refused: NRC 0x22 conditionsNotCorrect'],
  ['2F 0A 01 03 32', 'InputOutputControlByIdentifier: DID 0x0A01, control shortTermAdjustment (0x03), state 32'],
  ['29 03 00 02 AA BB 00 00', 'Authentication: task proofOfOwnership (0x03), proofOfOwnershipClient 2 bytes'],
  [
    '69 08 02',
    'Authentication ok: task authenticationConfiguration (0x08), result authenticationConfigurationAPCE (0x02)',
  ],
  ['2A 03 01', 'ReadDataByPeriodicIdentifier: mode sendAtFastRate (0x03), DID 0xF201'],
  ['38 04 00 02 2F 61 00', 'RequestFileTransfer: operation ReadFile (0x04), path /a, dataFormat 0x00'],
  ['64 F4 0D 01 A1 30', 'ReadScalingDataByIdentifier ok: DID 0xF40D, unSignedNumeric 1 bytes, unit/format 30'],
  ['86 45 02', 'ResponseOnEvent: event startResponseOnEvent, stored (0x45), window 0x02'],
  ['87 01 12', 'LinkControl: control verifyModeTransitionWithFixedParameter (0x01), mode CAN500000Baud (0x12)'],
  ['87 02 02 49 F0', 'LinkControl: control verifyModeTransitionWithSpecificParameter (0x02), rate 150000 bit/s'],
  [
    '59 16 02 01 23 1A 2F 07',
    'ReadDTCInformation ok: report reportDTCExtDataRecordByRecordNumber (0x16), record 0x02, P0123-1A 0x2F testFailed testFailedThisOperationCycle pendingDTC confirmedDTC testFailedSinceLastClear, data 07',
  ],
  [
    '59 1A FF 91 01 23 1A 08',
    'ReadDTCInformation ok: report reportSupportedDTCExtDataRecord (0x1A), record 0x91, count 1, P0123-1A 0x08 confirmedDTC',
  ],
  ['85 02', 'ControlDTCSetting: setting off (0x02)'],
  ['27 01', 'SecurityAccess: step requestSeed, level 0x01'],
  ['67 01 00 00', 'SecurityAccess ok: step requestSeed, level 0x01, seed zero, already unlocked'],
])('[UDS-R9] %s', (wire, text) => {
  expect(describe(bytes(wire)).text).toBe(text);
});

test('[UDS-R9] neither seed nor key is shown', () => {
  for (const wire of ['67 01 DE AD BE EF', '27 02 DE AD BE EF']) {
    const { text, fields } = describe(bytes(wire));
    expect(text).toContain('4 bytes, not shown');
    expect(`${text} ${JSON.stringify(fields)}`).not.toMatch(/DE|AD|BE EF/);
  }
});

test('[UDS-R9] the kinds of messages are told apart', () => {
  expect(['22 F1 90', '62 F1 90 00', '7F 22 31', 'BA', '', '7F'].map((wire) => describe(bytes(wire)).kind)).toEqual([
    'request',
    'positive',
    'negative',
    'unknown',
    'unknown',
    'unknown',
  ]);
});

test('[UDS-R11] a code without a name is shown with its number', () => {
  expect(describe(bytes('7F 22 F5')).text).toBe(
    'ReadDataByIdentifier refused: NRC 0xF5 vehicleManufacturerSpecificConditionsNotCorrect',
  );
  expect(describe(bytes('10 60')).text).toBe('DiagnosticSessionControl: session 0x60');
});

test.each([
  ['7F 36 73', 'TransferData refused: NRC 0x73 wrongBlockSequenceCounter'],
  ['7F 22 73', 'ReadDataByIdentifier refused: NRC 0x73 wrongBlockSequenceCounter, note not a code of this service'],
  ['7F 29 58', 'Authentication refused: NRC 0x58 ownershipVerificationFailed'],
  ['7F 27 58', 'SecurityAccess refused: NRC 0x58 ownershipVerificationFailed, note not a code of this service'],
  ['7F 34 93', 'RequestDownload refused: NRC 0x93 voltageTooLow'],
  ['7F 84 39', 'SecuredDataTransmission refused: NRC 0x39 secureDataTransmissionNotAllowed'],
])('[UDS-R62] `%s` is told as "%s"', (wire, text) => expect(describe(bytes(wire)).text).toBe(text));

test('[UDS-R62] the general codes are codes of every service', () => {
  for (const { sid } of SERVICES)
    for (const nrc of [0x11, 0x12, 0x13, 0x31, 0x33, 0x78, 0x7e, 0x7f]) expect(isListedNrc(sid, nrc)).toBe(true);
});
