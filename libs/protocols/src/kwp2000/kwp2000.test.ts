import { fromHex, hex } from '@baylink/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeKwp, describeKwp, encodeKwp, KWP_SERVICES, kwpService } from './index.js';

const bytes = (text: string): Uint8Array => fromHex(text) ?? new Uint8Array();
const again = (text: string): string => {
  const message = decodeKwp(bytes(text));
  if (!message.ok) return message.error;
  const encoded = encodeKwp(message.value);
  return encoded.ok ? hex(encoded.value) : encoded.error;
};

test.each([
  ['1081', 'StartDiagnosticSession diagnosticMode 0x81'],
  ['5081', 'StartDiagnosticSession answered diagnosticMode 0x81'],
  ['1101', 'ECUReset resetMode 0x01'],
  ['14ff00', 'ClearDiagnosticInformation groupOfDtc 0xFF00'],
  ['18000000', 'ReadDiagnosticTroubleCodesByStatus status 0x00 groupOfDtc 0x00'],
  ['58020420e00171e0', 'ReadDiagnosticTroubleCodesByStatus answered count 0x02 dtcs 04 20 E0 01 71 E0'],
  ['1a90', 'ReadECUIdentification identificationOption 0x90'],
  ['20', 'StopDiagnosticSession'],
  ['2101', 'ReadDataByLocalIdentifier localIdentifier 0x01'],
  ['610102', 'ReadDataByLocalIdentifier answered localIdentifier 0x01 values 02'],
  ['2312345610', 'ReadMemoryByAddress address 0x123456 size 0x10'],
  ['270211223344', 'SecurityAccess accessMode 0x02 key 11 22 33 44'],
  ['300807', 'InputOutputControlByLocalIdentifier localIdentifier 0x08 control 07'],
  ['3112', 'StartRoutineByLocalIdentifier routine 0x12'],
  ['3401000000008000', 'RequestDownload address 0x10000 format 0x00 size 0x8000'],
  ['3b0155', 'WriteDataByLocalIdentifier localIdentifier 0x01 values 55'],
  ['3e', 'TesterPresent'],
  ['3e02', 'TesterPresent responseRequired 0x02'],
  ['c1ea8f', 'StartCommunication answered keyByte1 0xEA keyByte2 0x8F'],
  ['830332020814', 'AccessTimingParameters identifier 0x03 times 32 02 08 14'],
  ['7f2178', 'ReadDataByLocalIdentifier refused: requestCorrectlyReceivedResponsePending (0x78)'],
])('[KWP-R1][KWP-R2][KWP-R5] %s is "%s", and the same bytes again', (text, wanted) => {
  expect(describeKwp(bytes(text))).toBe(wanted);
  expect(again(text)).toBe(text);
});

test.each([
  ['', /no bytes/],
  ['19', /0x19 is no service/],
  ['14ff', /ends before its groupOfDtc/],
  ['2000', /has 1 bytes as a request and this one has 2/],
  ['7f21', /ends before them/],
])('[KWP-R3] "%s" is refused', (text, sentence) => {
  expect(again(text)).toMatch(sentence);
});

test('[KWP-R2][KWP-R3] any bytes: understood and encoded the same, or refused in a sentence', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (any) => {
      const message = decodeKwp(any);
      expect(describeKwp(any).length).toBeGreaterThan(0);
      if (message.ok) expect(encodeKwp(message.value)).toEqual({ ok: true, value: any });
      else expect(message.error).toMatch(/\.$/);
    }),
    { numRuns: 2000 },
  );
});

test('[KWP-R4] what is missing, too large, unknown or without what stands before it is not encoded', () => {
  const service = kwpService(0x18);
  if (service === undefined) throw new Error('0x18');
  const encode = (values: Record<string, number>) => encodeKwp({ kind: 'request', service, values });
  expect(encode({})).toMatchObject({ error: 'ReadDiagnosticTroubleCodesByStatus needs its status.' });
  expect(encode({ status: 256 })).toMatchObject({ error: expect.stringContaining('1 bytes') });
  expect(encode({ status: 1, colour: 2 })).toMatchObject({ error: expect.stringContaining('no colour') });
  const read = kwpService(0x21);
  if (read === undefined) throw new Error('0x21');
  expect(encodeKwp({ kind: 'request', service: read, values: { localIdentifier: 1, most: 2 } }).ok).toBe(false);
});

test('[KWP-R6] identifiers are unique, and those of ISO 14229-1 alone are none of them', () => {
  expect(new Set(KWP_SERVICES.map(({ sid }) => sid)).size).toBe(KWP_SERVICES.length);
  for (const sid of [0x19, 0x24, 0x2a, 0x87]) expect(kwpService(sid)).toBeUndefined();
});
