import { expect, test } from 'vitest';
import { bytes } from '../server/server.rig.js';
import { describe } from './describe.js';

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
