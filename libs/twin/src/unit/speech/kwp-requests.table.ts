import { bytesOf, concat, uintBytes } from '@baylink/kernel';
import { KWP_NRC } from '@baylink/protocols/kwp2000';
import { routineCalled } from './kwp-routines.table.js';
import { sessionOf } from './kwp-sessions.table.js';
import type { SpeechState } from './speech.js';

/** `undefined`: no such sub-function, or a wrong length. */
type Row = (request: Uint8Array, state: SpeechState) => Uint8Array | undefined;

/** addressAndLengthFormatIdentifier of three bytes of address and three or one of size. */
const RANGE = 0x33;
const SHORT_RANGE = 0x13;
const IDENTIFICATION = 0xf1;
const EVERY_GROUP = 0xff00;
/** testFailed and confirmedDTC: what ISO 14230-3 calls identified. */
const IDENTIFIED = 0x09;
const SUPPRESS = 0x80;
/** responseRequired by the bit that ISO 14229-1 has for it. */
const SILENCE: ReadonlyMap<number | undefined, number> = new Map([
  [undefined, 0x00],
  [0x01, 0x00],
  [0x02, SUPPRESS],
]);

const same: Row = (request) => request;

const lengthIs =
  (length: number, row: Row): Row =>
  (request, state) =>
    request.length === length ? row(request, state) : undefined;

const answeredAs =
  (sid: number, sub: number, ...rest: number[]): Row =>
  ([, required]) => {
    const silence = SILENCE.get(required);
    return silence === undefined ? undefined : bytesOf(sid, sub | silence, ...rest);
  };

/** Address, dataFormatIdentifier, size. */
const transfer: Row = lengthIs(8, (request) =>
  concat(bytesOf(request[0] ?? 0, request[4] ?? 0, RANGE), request.subarray(1, 4), request.subarray(5)),
);

const group: Row = ([, high = 0, low = 0]) =>
  ((high << 8) | low) === EVERY_GROUP ? bytesOf(0x14, 0xff, 0xff, 0xff) : bytesOf(0x14, high, low, 0);

function session([, mode = 0]: Uint8Array): Uint8Array | undefined {
  const entered = sessionOf(mode);
  return entered === undefined ? undefined : bytesOf(0x10, entered);
}

function routine(request: Uint8Array): Uint8Array | undefined {
  const called = routineCalled(request[1] ?? 0);
  if (called === undefined) return undefined;
  const range = called.ranged ? bytesOf(RANGE) : new Uint8Array();
  return concat(bytesOf(0x31, 0x01), uintBytes(called.rid, 2), range, request.subarray(2));
}

function dtcSetting([, required, high, low, mode = 0]: Uint8Array): Uint8Array | undefined {
  const silence = SILENCE.get(required);
  return silence === undefined || high !== 0xff || low !== 0x00 ? undefined : bytesOf(0x85, mode | silence);
}

/** Every request of ISO 14230-3 that the sample units know, as the one of ISO 14229-1 that means the same. */
const ROWS: ReadonlyMap<number, Row> = new Map<number, Row>([
  [0x10, lengthIs(2, session)],
  [0x11, lengthIs(2, ([, mode]) => (mode === 0x01 ? bytesOf(0x11, 0x01) : undefined))],
  [0x14, lengthIs(3, group)],
  [0x18, lengthIs(4, ([, status]) => (status === 0x00 ? bytesOf(0x19, 0x02, IDENTIFIED) : undefined))],
  [0x1a, lengthIs(2, ([, option = 0]) => bytesOf(0x22, IDENTIFICATION, option))],
  [0x20, lengthIs(1, () => bytesOf(0x10, 0x01))],
  [0x21, lengthIs(2, ([, local = 0]) => bytesOf(0x22, 0, local))],
  [0x22, lengthIs(3, same)],
  [0x23, lengthIs(5, (request) => concat(bytesOf(0x23, SHORT_RANGE), request.subarray(1)))],
  [0x27, same],
  [0x28, lengthIs(2, answeredAs(0x28, 0x03, 0x01))],
  [0x29, lengthIs(2, answeredAs(0x28, 0x00, 0x01))],
  [0x2e, same],
  [0x2f, same],
  [0x31, routine],
  [0x34, transfer],
  [0x35, transfer],
  [0x36, (request, { blocks }) => concat(bytesOf(0x36, (blocks + 1) & 0xff), request.subarray(1))],
  [0x37, same],
  [0x3b, (request) => concat(bytesOf(0x2e, 0), request.subarray(1))],
  [0x3e, answeredAs(0x3e, 0x00)],
  [0x85, lengthIs(5, dtcSetting)],
]);

/** The request inside, or the code of ISO 14230-3 that refuses it. */
export function translated(request: Uint8Array, state: SpeechState): Uint8Array | number {
  const row = ROWS.get(request[0] ?? 0);
  return row === undefined ? KWP_NRC.serviceNotSupported : (row(request, state) ?? KWP_NRC.subFunctionNotSupported);
}
