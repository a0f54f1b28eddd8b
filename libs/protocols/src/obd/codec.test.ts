import { bytesOf, showAscii, showBytes } from '@baylink/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytes } from '../uds/server/server.rig.js';
import { assembleParts } from './assemble.js';
import { decodeObdRefusal, decodeObdResponse } from './decode-response.js';
import { describeObd } from './describe.js';
import { encodeObdResponse } from './encode-response.js';
import type { ObdMedium } from './modes.table.js';
import { pidData, pidValues } from './pid-value.js';
import { PIDS } from './pids.table.js';
import { decodeReadiness, encodeReadiness } from './readiness.js';
import { decodeObdRequest, encodeObdRequest } from './request.js';
import { OBD_REQUESTS, VEHICLE, VIN } from './sample.rig.js';
import { answerObd } from './server.js';
import { supportBitmap, supportedBy } from './support.js';
import { parseObdDtc, showObdDtc } from './trouble-code.js';

const MEDIA: readonly ObdMedium[] = ['can', 'k-line'];
const RUNS = Number(process.env.BAYLINK_RUNS ?? 2000);

/** Bytes that begin like a message, or a real answer with one byte changed. */
const answers = MEDIA.flatMap((medium) =>
  OBD_REQUESTS.flatMap((request) => answerObd(bytes(request), VEHICLE, medium).messages),
);
const message = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(...Array.from({ length: 11 }, (_, i) => [i, i + 0x40]).flat()),
      fc.uint8Array({ maxLength: 40 }),
    )
    .map(([mode, rest]) => bytesOf(mode, ...rest)),
  fc.tuple(fc.constantFrom(...answers), fc.nat(20), fc.nat(255)).map(([answer, at, value]) => {
    const changed = answer.slice();
    changed[at % changed.length] = value;
    return changed;
  }),
  fc.uint8Array({ maxLength: 300 }),
);

test('[OBD-R1][OBD-R2] any bytes: nothing throws, and what decodes is encoded to the same bytes', () => {
  fc.assert(
    fc.property(message, fc.constantFrom(...MEDIA), (wire, medium) => {
      const request = decodeObdRequest(wire);
      if (request !== undefined) expect(showBytes(encodeObdRequest(request))).toBe(showBytes(wire));
      const response = decodeObdResponse(wire, medium);
      if (response !== undefined) expect(showBytes(encodeObdResponse(response, medium))).toBe(showBytes(wire));
      expect(describeObd(wire, medium)).toMatch(/^[\x20-\x7e°…]+$/);
      for (const answer of answerObd(wire, VEHICLE, medium).messages)
        expect(decodeObdResponse(answer, medium) ?? decodeObdRefusal(answer)).toBeDefined();
    }),
    { numRuns: RUNS },
  );
});

test.each(['43 02 04 20', '43 01 04 20 00', '41', '41 0C 1A', '49 02', '46 01 81', '44 00', '7F 22 11', '42 0C'])(
  '[OBD-R3] `%s` is no response on CAN',
  (wire) => expect(decodeObdResponse(bytes(wire), 'can') ?? decodeObdRefusal(bytes(wire))).toBeUndefined(),
);

test('[OBD-R7] K-Line: a code after a zero, or a message that is not filled, is none', () => {
  expect(decodeObdResponse(bytes('43 00 00 01 71 00 00'), 'k-line')).toBeUndefined();
  expect(decodeObdResponse(bytes('43 01 71'), 'k-line')).toBeUndefined();
  expect(decodeObdResponse(bytes('43 01 71 00 00 00 00'), 'k-line')).toEqual({ mode: 0x03, dtcs: [0x0171] });
});

test('[OBD-R4] a bitmap names what it was made of, and the next one', () => {
  expect(supportedBy(0, bytes('BE 3E B8 11'))).toEqual([
    0x01, 0x03, 0x04, 0x05, 0x06, 0x07, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f, 0x11, 0x13, 0x14, 0x15, 0x1c, 0x20,
  ]);
  expect(supportedBy(0x20, supportBitmap(0x20, [0x21, 0x42]) ?? new Uint8Array())).toEqual([0x21, 0x40]);
});

test.each([
  [0x04, '33', 20, '%'],
  [0x05, '7B', 83, '°C'],
  [0x06, '80', 0, '%'],
  [0x0a, '64', 300, 'kPa'],
  [0x0c, '1A F8', 1726, '1/min'],
  [0x0d, '32', 50, 'km/h'],
  [0x0e, '80', 0, '°'],
  [0x0f, '28', 0, '°C'],
  [0x10, '01 90', 4, 'g/s'],
  [0x11, 'FF', 100, '%'],
  [0x1f, '01 00', 256, 's'],
  [0x21, 'FF FF', 65_535, 'km'],
  [0x23, '00 0A', 100, 'kPa'],
  [0x2f, '33', 20, '%'],
  [0x30, '0A', 10, ''],
  [0x31, '05 00', 1280, 'km'],
  [0x32, 'FF FC', -1, 'Pa'],
  [0x33, '62', 98, 'kPa'],
  [0x3c, '11 94', 410, '°C'],
  [0x42, '36 B0', 14, 'V'],
  [0x43, '01 FE', 200, '%'],
  [0x44, '80 00', 1, ''],
  [0x46, '00', -40, '°C'],
  [0x49, '33', 20, '%'],
  [0x5c, '82', 90, '°C'],
  [0x5d, '69 00', 0, '°'],
  [0x5e, '00 14', 1, 'L/h'],
  [0x63, '01 90', 400, 'Nm'],
  [0xa6, '00 01 E2 40', 12_345.6, 'km'],
])('[OBD-R5] PID %i: `%s` is %d %s, and back', (pid, wire, value, unit) => {
  const [told] = pidValues(pid, bytes(wire));
  expect(told?.value).toBeCloseTo(value, 6);
  expect(told?.unit).toBe(unit);
  expect(showBytes(pidData(pid, [value]) ?? new Uint8Array())).toBe(wire);
});

test('[OBD-R5] what is beyond the range of a PID is its end', () => {
  expect(pidData(0x0d, [300])).toEqual(bytesOf(255));
  expect(pidData(0x05, [-100])).toEqual(bytesOf(0));
  expect(pidData(0x0c, [Number.NaN])).toEqual(bytesOf(0, 0));
  expect(pidData(0x32, [-1e9])).toEqual(bytesOf(0x80, 0x00));
  expect(pidData(0x0c, [])).toBeUndefined();
  expect(pidData(0x01, [1])).toBeUndefined();
  expect(pidValues(0x0c, bytesOf(1))).toEqual([]);
});

test('[OBD-R5] every PID with numbers: data are the same after decoding and encoding', () => {
  for (const { pid, fields, length } of PIDS.filter((entry) => entry.fields.length > 0 && entry.pid !== 0x50))
    for (const byte of [0x00, 0x01, 0x7f, 0x80, 0xff]) {
      const data = new Uint8Array(length).fill(byte);
      expect(
        pidData(
          pid,
          pidValues(pid, data).map(({ value }) => value),
        ),
        fields[0]?.name,
      ).toEqual(data);
    }
});

test('[OBD-R6] readiness of spark and of compression ignition', () => {
  const spark = decodeReadiness(bytes('83 07 65 04'));
  expect(spark).toMatchObject({ mil: 'on', dtcs: 3, ignition: 'spark' });
  expect(spark?.monitors.filter(({ standing }) => standing === 'not complete')).toEqual([
    { monitor: 'evaporative system', standing: 'not complete' },
  ]);
  const compression = decodeReadiness(bytes('00 1F 6B 02'));
  expect(compression?.monitors.map(({ monitor }) => monitor)).toEqual([
    'misfire',
    'fuel system',
    'comprehensive components',
    'NMHC catalyst',
    'NOx aftertreatment',
    'boost pressure',
    'exhaust gas sensor',
    'PM filter',
  ]);
  for (const wire of ['83 07 65 04', '00 1F 6B 02']) {
    const readiness = decodeReadiness(bytes(wire));
    expect(readiness && showBytes(encodeReadiness(readiness))).toBe(wire);
  }
  expect(decodeReadiness(bytes('83 07 65'))).toBeUndefined();
});

test('[OBD-R7] trouble codes have the letters of SAE J2012', () => {
  for (const [dtc, text] of [
    [0x0420, 'P0420'],
    [0x4123, 'C0123'],
    [0x9a31, 'B1A31'],
    [0xc100, 'U0100'],
  ] as const) {
    expect(showObdDtc(dtc)).toBe(text);
    expect(parseObdDtc(text)).toBe(dtc);
  }
  expect(parseObdDtc('P4000')).toBeUndefined();
});

const vinParts = () =>
  answerObd(bytes('09 02'), VEHICLE, 'k-line').messages.flatMap((wire) => {
    const response = decodeObdResponse(wire, 'k-line');
    return response?.mode === 0x09 && response.content.kind === 'part' ? [response.content] : [];
  });

test('[C41][OBD-R8] five messages of K-Line are the VIN with its zeros', () => {
  const vin = assembleParts(vinParts());
  expect(vin && showAscii(vin)).toBe(VIN);
});

test('[OBD-R9] a list with a part missing, repeated, exchanged or foreign is none', () => {
  const [first, second, ...rest] = vinParts();
  if (first === undefined || second === undefined) throw new Error('the sample has five parts');
  for (const parts of [
    [],
    [first, ...rest],
    [first, first, second, ...rest],
    [second, first, ...rest],
    [first, { ...second, infotype: 4 }, ...rest],
  ])
    expect(assembleParts(parts)).toBeUndefined();
});

test.each([
  ['01 0C 0D', 'Request current powertrain diagnostic data: engine speed, vehicle speed'],
  [
    '41 0C 1A F8 0D 32',
    'Request current powertrain diagnostic data ok: engine speed 1726 1/min, vehicle speed 50 km/h',
  ],
  [
    '41 00 BE 3E B8 11',
    'Request current powertrain diagnostic data ok: PIDs supported 0x01 0x03 0x04 0x05 0x06 0x07 0x0B 0x0C 0x0D 0x0E 0x0F 0x11 0x13 0x14 0x15 0x1C 0x20',
  ],
  ['41 1C 06 51 01', 'Request current powertrain diagnostic data ok: OBD requirements EOBD, fuel type gasoline'],
  [
    '41 01 83 07 65 04',
    'Request current powertrain diagnostic data ok: monitor status since DTCs cleared MIL on, 3 DTCs, spark ignition, not complete: evaporative system',
  ],
  ['42 02 00 04 20', 'Request powertrain freeze frame data ok: DTC that caused the freeze frame P0420'],
  ['43 02 04 20 C1 00', 'Request emission-related diagnostic trouble codes ok: P0420 U0100'],
  ['7F 04 22', 'Clear/reset emission-related diagnostic information refused: NRC 0x22 conditionsNotCorrect'],
  ['49 04 01 41 42 00', 'Request vehicle information ok: calibration identification AB.'],
  [
    '46 01 81 0A 00 10 00 00 00 20',
    'Request on-board monitoring test results for specific monitored systems ok: monitor 0x01 test 0x81 16 (0 to 32)',
  ],
  ['22 F1 90', 'no OBD message: 22 F1 90'],
])('[OBD-R10] `%s` is told as "%s"', (wire, text) => expect(describeObd(bytes(wire))).toBe(text));
