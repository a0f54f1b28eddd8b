import { showBytes } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { bytes } from '../server/server.rig.js';
import { decodeRequest, decodeResponse } from './decode.js';
import { encodeNegative, encodePositive, encodeRequest } from './encode.js';
import { range32 } from './memory-range.js';
import { NRC, nrcName } from './nrc.table.js';
import type { Request } from './request.js';
import type { PositiveResponse } from './response.js';

const REQUESTS: readonly (readonly [wire: string, request: Request])[] = [
  ['10 03', { service: 'DiagnosticSessionControl', session: 3, suppress: false }],
  ['11 81', { service: 'ECUReset', resetType: 1, suppress: true }],
  ['14 FF FF FF', { service: 'ClearDiagnosticInformation', groupOfDtc: 0xffffff, memory: undefined }],
  ['19 01 08', dtc(0x01, { by: 'statusMask', mask: 0x08 })],
  ['19 02 FF', dtc(0x02, { by: 'statusMask', mask: 0xff })],
  ['19 0A', dtc(0x0a, { by: 'all' })],
  ['19 06 01 23 1A FF', dtc(0x06, { by: 'dtc', dtc: 0x01231a, record: 0xff })],
  ['19 7E 01', dtc(0x7e, { by: 'raw', parameters: bytes('01') })],
  ['22 F1 90 F1 87', { service: 'ReadDataByIdentifier', dids: [0xf190, 0xf187] }],
  ['27 01', { service: 'SecurityAccess', step: 'requestSeed', level: 1, record: bytes(''), suppress: false }],
  ['27 12 AB CD', { service: 'SecurityAccess', step: 'sendKey', level: 0x11, key: bytes('AB CD'), suppress: false }],
  ['28 83 01', { service: 'CommunicationControl', control: 3, communicationType: 1, node: undefined, suppress: true }],
  ['28 05 01 00 0A', { service: 'CommunicationControl', control: 5, communicationType: 1, node: 10, suppress: false }],
  ['2E F1 5A 01', { service: 'WriteDataByIdentifier', did: 0xf15a, data: bytes('01') }],
  ['31 01 FF 00 44', routine(0xff00, '44')],
  ['34 00 44 00 00 80 00 00 00 12 34', { service: 'RequestDownload', dataFormat: 0, memory: range32(0x8000, 0x1234) }],
  [
    '23 24 00 00 80 00 12 34',
    { service: 'ReadMemoryByAddress', memory: { address: 0x8000, size: 0x1234, addressBytes: 4, sizeBytes: 2 } },
  ],
  ['35 00 44 00 00 80 00 00 00 12 34', { service: 'RequestUpload', dataFormat: 0, memory: range32(0x8000, 0x1234) }],
  ['36 01 AA BB', { service: 'TransferData', counter: 1, data: bytes('AA BB') }],
  ['37', { service: 'RequestTransferExit', parameters: bytes('') }],
  ['3E 80', { service: 'TesterPresent', suppress: true }],
  ['85 02', { service: 'ControlDTCSetting', setting: 2, record: bytes(''), suppress: false }],
];

const RESPONSES: readonly (readonly [wire: string, response: PositiveResponse])[] = [
  ['50 03 00 32 01 F4', { service: 'DiagnosticSessionControl', session: 3, timing: { p2: 50, p2Star: 5000 } }],
  ['50 01', { service: 'DiagnosticSessionControl', session: 1, timing: undefined }],
  ['51 01', { service: 'ECUReset', resetType: 1, powerDownTime: undefined }],
  ['51 04 0A', { service: 'ECUReset', resetType: 4, powerDownTime: 10 }],
  ['54', { service: 'ClearDiagnosticInformation' }],
  ['59 01 FF 01 00 02', report(0x01, { kind: 'count', availabilityMask: 0xff, format: 1, count: 2 })],
  [
    '59 02 FF 01 23 1A 2F',
    report(0x02, { kind: 'dtcs', availabilityMask: 0xff, dtcs: [{ dtc: 0x01231a, status: 0x2f }] }),
  ],
  ['59 0A FF', report(0x0a, { kind: 'dtcs', availabilityMask: 0xff, dtcs: [] })],
  [
    '59 06 01 23 1A 2F 01 07',
    report(0x06, { kind: 'records', dtc: { dtc: 0x01231a, status: 0x2f }, data: bytes('01 07') }),
  ],
  ['62 F1 86 01', { service: 'ReadDataByIdentifier', did: 0xf186, data: bytes('01') }],
  ['67 01 12 34', { service: 'SecurityAccess', step: 'requestSeed', level: 1, seed: bytes('12 34') }],
  ['67 02', { service: 'SecurityAccess', step: 'sendKey', level: 1 }],
  ['68 03', { service: 'CommunicationControl', control: 3 }],
  ['6E F1 5A', { service: 'WriteDataByIdentifier', did: 0xf15a }],
  ['71 01 FF 01 00', { service: 'RoutineControl', control: 1, rid: 0xff01, info: bytes('00') }],
  ['74 20 00 82', { service: 'RequestDownload', block: { max: 130, lengthBytes: 2 } }],
  ['75 40 00 00 0F FA', { service: 'RequestUpload', block: { max: 0xffa, lengthBytes: 4 } }],
  ['76 00 01', { service: 'TransferData', counter: 0, data: bytes('01') }],
  ['77', { service: 'RequestTransferExit', parameters: bytes('') }],
  ['7E 00', { service: 'TesterPresent' }],
  ['C5 02', { service: 'ControlDTCSetting', setting: 2 }],
];

test.each(REQUESTS)('[UDS-R1] request %s', (wire, request) => {
  expect(decodeRequest(bytes(wire))).toEqual({ ok: true, value: request });
  expect(showBytes(encodeRequest(request))).toBe(wire);
});

test.each(RESPONSES)('[UDS-R1] response %s', (wire, response) => {
  expect(decodeResponse(bytes(wire))).toEqual(response);
  expect(showBytes(encodePositive(response))).toBe(wire);
});

test('[UDS-R1] a negative response names the refused service', () => {
  expect(decodeResponse(bytes('7F 22 31'))).toEqual({ service: 'NegativeResponse', sid: 0x22, nrc: 0x31 });
  expect(showBytes(encodeNegative(0x22, 0x31))).toBe('7F 22 31');
});

test('[UDS-R10] P2* of 12345 ms is told as 1234 steps of 10 ms', () => {
  const timing = { p2: 25, p2Star: 12345 };
  expect(showBytes(encodePositive({ service: 'DiagnosticSessionControl', session: 3, timing }))).toBe(
    '50 03 00 19 04 D2',
  );
});

test.each([
  ['', NRC.serviceNotSupported],
  ['BA', NRC.serviceNotSupported],
  ['2B F1 90 03', NRC.serviceNotSupported],
  ['10', NRC.incorrectMessageLengthOrInvalidFormat],
  ['10 03 00', NRC.incorrectMessageLengthOrInvalidFormat],
  ['14 FF FF', NRC.incorrectMessageLengthOrInvalidFormat],
  ['19 02', NRC.incorrectMessageLengthOrInvalidFormat],
  ['19 0A 00', NRC.incorrectMessageLengthOrInvalidFormat],
  ['22 F1', NRC.incorrectMessageLengthOrInvalidFormat],
  ['22 F1 90 F1', NRC.incorrectMessageLengthOrInvalidFormat],
  ['27 02', NRC.incorrectMessageLengthOrInvalidFormat],
  ['27 00', NRC.subFunctionNotSupported],
  ['27 7F', NRC.subFunctionNotSupported],
  ['28 03', NRC.incorrectMessageLengthOrInvalidFormat],
  ['28 05 01', NRC.incorrectMessageLengthOrInvalidFormat],
  ['2E F1 5A', NRC.incorrectMessageLengthOrInvalidFormat],
  ['31 01 FF', NRC.incorrectMessageLengthOrInvalidFormat],
  ['36', NRC.incorrectMessageLengthOrInvalidFormat],
  ['3E 01', NRC.subFunctionNotSupported],
  ['3E 00 00', NRC.incorrectMessageLengthOrInvalidFormat],
] as const)('[UDS-R3] request "%s" is refused with NRC %i', (wire, nrc) => {
  expect(decodeRequest(bytes(wire))).toEqual({ ok: false, error: nrc });
});

test.each(['', '50', '59 02 FF 01', '59 01 FF', '59 06 01 23', '62 F1', '74 20 00', '7E 01', '7F 22', '7F 22 31 00'])(
  '[UDS-R3] "%s" is no response of the standard',
  (wire) => expect(decodeResponse(bytes(wire))).toBeUndefined(),
);

test('[UDS-R11] NRCs have the names of the standard, others the name of their range', () => {
  expect([0x22, 0x78, 0x93, 0x34, 0xf5, 0x05].map(nrcName)).toEqual([
    'conditionsNotCorrect',
    'requestCorrectlyReceivedResponsePending',
    'voltageTooLow',
    'authenticationRequired',
    'vehicleManufacturerSpecificConditionsNotCorrect',
    'ISOSAEReserved',
  ]);
});

function dtc(report: number, select: Extract<Request, { service: 'ReadDTCInformation' }>['select']): Request {
  return { service: 'ReadDTCInformation', report, select, suppress: false };
}

function routine(rid: number, option: string): Request {
  return { service: 'RoutineControl', control: 1, rid, option: bytes(option), suppress: false };
}

function report(
  number: number,
  content: Extract<PositiveResponse, { service: 'ReadDTCInformation' }>['content'],
): PositiveResponse {
  return { service: 'ReadDTCInformation', report: number, content };
}
