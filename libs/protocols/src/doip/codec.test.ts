import { bytesOf, concat, fromHex, hex, uintBytes } from '@baylink/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DoipMessage, decodePayload, encodeMessage, PAYLOADS, readDatagram } from './index.js';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const word = fc.integer({ min: 0, max: 0xffff });
const octet = fc.integer({ min: 0, max: 0xff });
const kind = <K extends string>(name: K) => fc.constant(name);
const ends = { source: word, target: word };

const message: fc.Arbitrary<DoipMessage> = fc.oneof(
  fc.record({ kind: kind('header-nack'), code: octet }),
  fc.record({ kind: fc.constantFrom('identify' as const, 'alive-check-request' as const) }),
  fc.record({ kind: fc.constantFrom('entity-status-request' as const, 'power-mode-request' as const) }),
  fc.record({ kind: kind('identify-by-eid'), eid: bytes(6) }),
  fc.record({ kind: kind('identify-by-vin'), vin: bytes(17) }),
  fc.record(
    {
      kind: kind('vehicle-announcement'),
      vin: bytes(17),
      logicalAddress: word,
      eid: bytes(6),
      gid: bytes(6),
      furtherAction: octet,
      syncStatus: octet,
    },
    { requiredKeys: ['kind', 'vin', 'logicalAddress', 'eid', 'gid', 'furtherAction'] },
  ),
  fc.record(
    { kind: kind('activation-request'), source: word, activationType: octet, oem: bytes(4) },
    { requiredKeys: ['kind', 'source', 'activationType'] },
  ),
  fc.record(
    { kind: kind('activation-response'), tester: word, entity: word, code: octet, oem: bytes(4) },
    { requiredKeys: ['kind', 'tester', 'entity', 'code'] },
  ),
  fc.record({ kind: kind('alive-check-response'), source: word }),
  fc.record(
    {
      kind: kind('entity-status'),
      nodeType: octet,
      maxSockets: octet,
      openSockets: octet,
      maxDataSize: fc.nat(0x7fffffff),
    },
    { requiredKeys: ['kind', 'nodeType', 'maxSockets', 'openSockets'] },
  ),
  fc.record({ kind: kind('power-mode'), mode: octet }),
  fc.record({ kind: kind('diagnostic-message'), ...ends, data: fc.uint8Array({ minLength: 1 }) }),
  fc.record({ kind: kind('diagnostic-ack'), ...ends, code: octet, echo: fc.uint8Array() }),
  fc.record({ kind: kind('diagnostic-nack'), ...ends, code: octet, echo: fc.uint8Array() }),
);

const EVERYTHING = { accepts: new Set(Object.keys(PAYLOADS) as DoipMessage['kind'][]), maxPayload: 1000 };
const datagram = (text: string) => readDatagram(fromHex(text) ?? new Uint8Array(), EVERYTHING);

test('[DIP-R1] every message survives the wire', () => {
  fc.assert(
    fc.property(message, fc.constantFrom(2 as const, 3 as const), (sent, version) => {
      expect(readDatagram(encodeMessage(sent, version), EVERYTHING)).toEqual({
        ok: true,
        value: { message: sent, version },
      });
    }),
  );
});

test('[DIP-R1] bytes of a routing activation and its response', () => {
  const request = encodeMessage({ kind: 'activation-request', source: 0x0e80, activationType: 0 }, 2);
  expect(hex(request)).toBe('02fd0005000000070e800000000000');
  const response = encodeMessage({ kind: 'activation-response', tester: 0x0e80, entity: 0x1000, code: 0x10 }, 3);
  expect(hex(response)).toBe('03fc0006000000090e8010001000000000');
});

test('[C32][DIP-R2] announcements of 32 and 33 bytes', () => {
  const short = concat(new Uint8Array(17).fill(0x41), uintBytes(0x1000, 2), new Uint8Array(12), bytesOf(0x10));
  const read = decodePayload('vehicle-announcement', short);
  expect(read).toMatchObject({ logicalAddress: 0x1000, furtherAction: 0x10 });
  expect(read).not.toHaveProperty('syncStatus');
  expect(decodePayload('vehicle-announcement', concat(short, bytesOf(0x10)))).toMatchObject({ syncStatus: 0x10 });
});

test("[C33][DIP-R1] an activation response has 9 bytes, 13 with the maker's own, and nothing between", () => {
  const plain = fromHex('0e8010001000000000') ?? new Uint8Array();
  const read = decodePayload('activation-response', plain);
  expect(read).toEqual({ kind: 'activation-response', tester: 0x0e80, entity: 0x1000, code: 0x10 });
  const own = bytesOf(0xaa, 0xbb, 0xcc, 0xdd);
  expect(decodePayload('activation-response', concat(plain, own))).toEqual({ ...read, oem: own });
  for (const length of [8, 10, 11, 12, 14])
    expect(decodePayload('activation-response', new Uint8Array(length))).toBeUndefined();
});

test('[C39][DIP-R1] an acknowledgement may echo the request', () => {
  expect(datagram('02fd80020000000 8 004b0e0000 22fd31')).toMatchObject({
    value: { message: { kind: 'diagnostic-ack', source: 0x4b, target: 0x0e00, code: 0, echo: fromHex('22fd31') } },
  });
});

test('[DIP-R3] a length that does not fit is not decoded', () => {
  for (const length of [0, 31, 34]) {
    expect(decodePayload('vehicle-announcement', new Uint8Array(length))).toBeUndefined();
  }
  expect(decodePayload('diagnostic-message', new Uint8Array(4))).toBeUndefined();
});

test('[C32][DIP-R4] version FF is for identification requests', () => {
  expect(datagram('ff00000100000000')).toEqual({
    ok: true,
    value: { message: { kind: 'identify' }, version: undefined },
  });
  for (const text of [
    'ff00400100000000',
    'ff00123400000000',
    '01fe000100000000',
    '04fb000100000000',
    '02fe000100000000',
  ]) {
    expect(datagram(text)).toEqual({ ok: false, error: 0x00 });
  }
});
