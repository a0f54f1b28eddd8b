import { bytesOf, concat, readUint, uintBytes } from '@baylink/kernel';
import { KWP_NRC } from '@baylink/protocols/kwp2000';
import { NRC } from '@baylink/protocols/uds';
import { routineOf } from './kwp-routines.table.js';
import { modeOf } from './kwp-sessions.table.js';
import type { SpeechState } from './speech.js';

type Row = (response: Uint8Array, state: SpeechState) => Uint8Array;

const NEGATIVE = 0x7f;
const STOP_SESSION = 0x20;
/** Code and status of a DTC inside; ISO 14230-3 leaves the failure type out. */
const DTC = { head: 3, record: 4 } as const;
const MOST_DTCS = 83;

/** What ISO 14230-3 has another code for; every other code is the same in both. */
const CODES: ReadonlyMap<number, number> = new Map<number, number>([
  [NRC.incorrectMessageLengthOrInvalidFormat, KWP_NRC.subFunctionNotSupported],
  [NRC.responseTooLong, KWP_NRC.generalReject],
  [NRC.requestSequenceError, KWP_NRC.conditionsNotCorrectOrRequestSequenceError],
  [NRC.generalProgrammingFailure, KWP_NRC.transferAborted],
  [NRC.wrongBlockSequenceCounter, KWP_NRC.transferAborted],
  [NRC.subFunctionNotSupportedInActiveSession, KWP_NRC.serviceNotSupportedInActiveDiagnosticSession],
  [NRC.serviceNotSupportedInActiveSession, KWP_NRC.serviceNotSupportedInActiveDiagnosticSession],
  [NRC.voltageTooHigh, KWP_NRC.conditionsNotCorrectOrRequestSequenceError],
  [NRC.voltageTooLow, KWP_NRC.conditionsNotCorrectOrRequestSequenceError],
]);
/** Of a download that is not accepted, and of an upload. */
const NOT_ACCEPTED: ReadonlyMap<number, number> = new Map([
  [0x34, KWP_NRC.downloadNotAccepted],
  [0x35, KWP_NRC.uploadNotAccepted],
]);

/** Services that have another name inside, by that name. */
const CALLED_FROM: ReadonlyMap<number, readonly number[]> = new Map([
  [0x10, [STOP_SESSION]],
  [0x19, [0x18]],
  [0x22, [0x1a, 0x21]],
  [0x28, [0x29]],
  [0x2e, [0x3b]],
]);

function negative([, sid = 0, nrc = 0]: Uint8Array, { asked }: SpeechState): Uint8Array {
  const called = CALLED_FROM.get(sid)?.includes(asked) ? asked : sid;
  const code = nrc === NRC.uploadDownloadNotAccepted ? NOT_ACCEPTED.get(sid) : CODES.get(nrc);
  return bytesOf(NEGATIVE, called, code ?? nrc);
}

function value(response: Uint8Array): Uint8Array {
  const [, high = 0, low = 0] = response;
  const data = response.subarray(3);
  if (high === 0xf1) return concat(bytesOf(0x5a, low), data);
  return high === 0 ? concat(bytesOf(0x61, low), data) : response;
}

function dtcs(response: Uint8Array): Uint8Array {
  const count = Math.min(MOST_DTCS, Math.floor(Math.max(0, response.length - DTC.head) / DTC.record));
  const records = Array.from({ length: count }, (_, i) => {
    const at = DTC.head + i * DTC.record;
    return concat(response.subarray(at, at + 2), response.subarray(at + 3, at + 4));
  });
  return concat(bytesOf(0x58, count), ...records);
}

/** maxNumberOfBlockLength without the counter that these blocks do not have. */
function accepted(response: Uint8Array): Uint8Array {
  const length = (readUint(response, 2, (response[1] ?? 0) >> 4) ?? 1) - 1;
  return concat(response.subarray(0, 1), uintBytes(length, length > 0xff ? 2 : 1));
}

function routine(response: Uint8Array): Uint8Array {
  const local = routineOf(readUint(response, 2, 2) ?? 0)?.local ?? 0;
  return concat(bytesOf(0x71, local), response.subarray(4));
}

const bare: Row = (response) => response.subarray(0, 1);

/** Every answer of the software inside that is not the same in ISO 14230-3, by its first byte. */
const ROWS: ReadonlyMap<number, Row> = new Map<number, Row>([
  [0x50, ([, session = 0], { asked }) => (asked === STOP_SESSION ? bytesOf(0x60) : bytesOf(0x50, modeOf(session)))],
  [0x51, bare],
  [0x54, () => bytesOf(0x54, 0xff, 0x00)],
  [0x59, dtcs],
  [0x62, value],
  [0x68, ([, control]) => bytesOf(control === 0 ? 0x69 : 0x68)],
  [0x6e, (response) => (response[1] === 0 ? bytesOf(0x7b, response[2] ?? 0) : response)],
  [0x71, routine],
  [0x74, accepted],
  [0x75, accepted],
  [0x76, (response) => concat(bytesOf(0x76), response.subarray(2))],
  [0x7e, bare],
  [NEGATIVE, negative],
  [0xc5, bare],
]);

export const retold = (response: Uint8Array, state: SpeechState): Uint8Array =>
  ROWS.get(response[0] ?? 0)?.(response, state) ?? response;
