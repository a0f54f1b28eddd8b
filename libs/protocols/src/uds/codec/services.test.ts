import { showBytes } from '@baylink/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytes } from '../server/server.rig.js';
import { subFunctionOf } from './codec.js';
import { decodeNegative, decodePositive, decodeRequest } from './decode.js';
import { describe } from './describe.js';
import { dtcReport } from './dtc-reports.table.js';
import { encodeNegative, encodePositive, encodeRequest } from './encode.js';
import { REQUESTS, RESPONSES } from './messages.rig.js';
import { NRC } from './nrc.table.js';
import { SERVICES, serviceOf } from './services.table.js';

test.each(REQUESTS)('[UDS-R1] request `%s` is the same after decoding and encoding', (wire) => {
  const request = decodeRequest(bytes(wire));
  expect(request.ok && showBytes(encodeRequest(request.value))).toBe(wire);
});

test.each(RESPONSES)('[UDS-R1] response `%s` is the same after decoding and encoding', (wire) => {
  const response = decodePositive(bytes(wire));
  expect(response && showBytes(encodePositive(response))).toBe(wire);
});

test('[UDS-R1] every NRC of every service is the same after decoding and encoding', () => {
  for (const { sid } of SERVICES)
    for (let nrc = 0; nrc < 256; nrc++) {
      const negative = decodeNegative(encodeNegative(sid, nrc));
      expect(negative).toEqual({ service: 'NegativeResponse', sid, nrc });
    }
});

test('[UDS-R1] every service, and every report of 0x19, stands among the samples in both directions', () => {
  const sids = new Set(REQUESTS.map((wire) => bytes(wire)[0]));
  const answered = new Set(RESPONSES.map((wire) => (bytes(wire)[0] ?? 0) - 0x40));
  expect([...sids].sort()).toEqual(SERVICES.map(({ sid }) => sid).sort());
  expect([...answered].sort()).toEqual([...sids].sort());
  const reports = REQUESTS.filter((wire) => wire.startsWith('19')).map((wire) => subFunctionOf(bytes(wire)));
  for (let report = 0; report < 0x80; report++)
    expect(reports.includes(report), `report ${report}`).toBe(dtcReport(report).name !== 'ISOSAEReserved');
});

test.each([...REQUESTS, ...RESPONSES])('[UDS-R9] `%s` is told by the name of its service, and decoded', (wire) => {
  const told = describe(bytes(wire));
  expect(told.service).toBe(serviceOf(told.sid)?.name);
  expect(told.fields.map(({ name }) => name)).not.toContain('bytes');
});

test.each([
  ['14 FF FF FF 01 00', NRC.incorrectMessageLengthOrInvalidFormat],
  ['19 02', NRC.incorrectMessageLengthOrInvalidFormat],
  ['19 04 12 34 56', NRC.incorrectMessageLengthOrInvalidFormat],
  ['19 42 33 FF', NRC.incorrectMessageLengthOrInvalidFormat],
  ['24 01', NRC.incorrectMessageLengthOrInvalidFormat],
  ['24 01 05 06', NRC.incorrectMessageLengthOrInvalidFormat],
  ['29 01 00 00 03 AA BB', NRC.incorrectMessageLengthOrInvalidFormat],
  ['29 01 00 FF FF AA', NRC.incorrectMessageLengthOrInvalidFormat],
  ['29 08 00', NRC.incorrectMessageLengthOrInvalidFormat],
  ['29 09', NRC.subFunctionNotSupported],
  ['2A 01', NRC.incorrectMessageLengthOrInvalidFormat],
  ['2A 00 01', NRC.requestOutOfRange],
  ['2A 05 01', NRC.requestOutOfRange],
  ['2C 01 F2 01', NRC.incorrectMessageLengthOrInvalidFormat],
  ['2C 01 F2 01 12 34 01', NRC.incorrectMessageLengthOrInvalidFormat],
  ['2C 02 F2 01 00 01', NRC.incorrectMessageLengthOrInvalidFormat],
  ['2C 02 F2 01 01 01', NRC.requestOutOfRange],
  ['2C 03 F2', NRC.incorrectMessageLengthOrInvalidFormat],
  ['2C 04 F2 01', NRC.subFunctionNotSupported],
  ['2F 01 55', NRC.incorrectMessageLengthOrInvalidFormat],
  ['38 00 00 01 2F', NRC.requestOutOfRange],
  ['38 07 00 01 2F 00', NRC.requestOutOfRange],
  ['38 02 00 03 2F 61', NRC.incorrectMessageLengthOrInvalidFormat],
  ['38 02 00 00 2F', NRC.incorrectMessageLengthOrInvalidFormat],
  ['38 01 00 01 2F 00 00', NRC.requestOutOfRange],
  ['38 01 00 01 2F 00 07 01', NRC.requestOutOfRange],
  ['38 01 00 01 2F 00 02 10 10', NRC.incorrectMessageLengthOrInvalidFormat],
  ['3D 12 20 48 02 00', NRC.incorrectMessageLengthOrInvalidFormat],
  ['3D 12 20 48 02 00 8C 00', NRC.incorrectMessageLengthOrInvalidFormat],
  ['3D 00 20 48 02', NRC.requestOutOfRange],
  ['83 00', NRC.subFunctionNotSupported],
  ['83 04', NRC.incorrectMessageLengthOrInvalidFormat],
  ['83 01 00', NRC.incorrectMessageLengthOrInvalidFormat],
  ['84 80 11 00 00 04 00 07 22 F1', NRC.incorrectMessageLengthOrInvalidFormat],
  ['86 00 02 01', NRC.incorrectMessageLengthOrInvalidFormat],
  ['86 01 02 2F', NRC.incorrectMessageLengthOrInvalidFormat],
  ['86 08 02', NRC.incorrectMessageLengthOrInvalidFormat],
  ['86 08 02 0E 19', NRC.incorrectMessageLengthOrInvalidFormat],
  ['86 09 02 FF 06', NRC.incorrectMessageLengthOrInvalidFormat],
  ['86 09 02 FF 18 01', NRC.incorrectMessageLengthOrInvalidFormat],
  ['86 03 02 01', NRC.incorrectMessageLengthOrInvalidFormat],
  ['87 01', NRC.incorrectMessageLengthOrInvalidFormat],
  ['87 03 01', NRC.incorrectMessageLengthOrInvalidFormat],
])('[UDS-R3] `%s` is refused with NRC %i', (wire, nrc) => {
  expect(decodeRequest(bytes(wire))).toEqual({ ok: false, error: nrc });
});

test('[UDS-R2] a response that is cut anywhere, or has one byte more, is never more after encoding than it was', () => {
  for (const wire of RESPONSES) {
    const whole = bytes(wire);
    const forms = [...Array.from(whole, (_, end) => whole.subarray(0, end)), Uint8Array.of(...whole, 0x5a)];
    for (const form of forms) {
      const response = decodePositive(form);
      // Answers whose end is not fixed by the standard may lose what came after it.
      if (response !== undefined) expect(form.length).toBeGreaterThanOrEqual(encodePositive(response).length);
    }
  }
});

/** `BAYLINK_RUNS=1000000` tries more than a run in passing does. */
const RUNS = Number(process.env.BAYLINK_RUNS ?? 5000);

/** Their bytes after the end, or reserved bits, are not kept. */
const LENIENT = new Set(['50', '51', '54', '67', '68', '6E', '7E', 'C5', 'C7', '74', '75']);

test('[UDS-R1] mutated samples: what decodes is encoded to the same bytes', () => {
  const mutated = fc
    .tuple(
      fc.constantFrom(...REQUESTS, ...RESPONSES.filter((wire) => !LENIENT.has(wire.slice(0, 2)))),
      fc.nat(40),
      fc.nat(255),
    )
    .map(([wire, at, value]) => {
      const message = bytes(wire);
      message[1 + (at % Math.max(1, message.length - 1))] = value;
      return message;
    });
  fc.assert(
    fc.property(mutated, (message) => {
      const request = decodeRequest(message);
      if (request.ok) expect(showBytes(encodeRequest(request.value))).toBe(showBytes(message));
      expect(describe(message).text.length).toBeLessThan(5000);
      const response = decodePositive(message);
      if (response !== undefined) expect(showBytes(encodePositive(response))).toBe(showBytes(message));
    }),
    { numRuns: RUNS },
  );
});
