import { bytesOf, concat, hex, readUint, uintBytes } from '@baylink/kernel';
import { KWP_NRC, kwpNrcName } from '@baylink/protocols/kwp2000';
import type { JobWords, MemoryRange } from './words.js';

/** diagnosticMode. (ISO 14230-3 6.1) */
const MODE = { standard: 0x81, programming: 0x85, adjustment: 0x87 } as const;
const STANDARD = bytesOf(0x10, MODE.standard);
/** groupOfDTC: all of them. */
const EVERY_GROUP = bytesOf(0xff, 0x00);
const RESPONSE_REQUIRED = 0x01;
/** SID and number of codes; then two bytes of code and one of status each. */
const DTC = { head: 2, record: 3, code: 2 } as const;
/** Answers that repeat one byte of name, and not two. */
const SHORT_NAMES: ReadonlySet<number | undefined> = new Set([0x5a, 0x61]);

/** Widths as the maker has them: nothing in the message tells them. */
const range: JobWords['range'] = ({ addressBytes, sizeBytes }, { address, size }: MemoryRange) =>
  concat(uintBytes(address, addressBytes), uintBytes(size, sizeBytes));

/** Address, dataFormatIdentifier, size. (ISO 14230-3 10.1, 10.2) */
const transfer =
  (sid: number): JobWords['requestDownload'] =>
  ({ addressBytes, sizeBytes, dataFormat }, { address, size }) =>
    concat(bytesOf(sid), uintBytes(address, addressBytes), bytesOf(dataFormat), uintBytes(size, sizeBytes));

/**
 * A value by its name: what ISO 14229-1 calls 0xF1xx is the identification option xx here, what fits into one byte is a
 * local identifier, every other a common one. (ISO 14230-3 7.1, 7.2, 7.5)
 */
function readValue(did: number): Uint8Array {
  if (did >> 8 === 0xf1) return bytesOf(0x1a, did & 0xff);
  return did <= 0xff ? bytesOf(0x21, did) : concat(bytesOf(0x22), uintBytes(did, 2));
}

/** ISO 14230-3, on K-Line and on CAN. */
export const KWP_WORDS: JobWords = {
  session: {
    default: STANDARD,
    reading: STANDARD,
    extended: bytesOf(0x10, MODE.adjustment),
    programming: bytesOf(0x10, MODE.programming),
  },
  dtcSetting: {
    on: concat(bytesOf(0x85, RESPONSE_REQUIRED), EVERY_GROUP, bytesOf(0x01)),
    off: concat(bytesOf(0x85, RESPONSE_REQUIRED), EVERY_GROUP, bytesOf(0x02)),
  },
  communication: (control) => bytesOf(control === 'enable' ? 0x29 : 0x28, RESPONSE_REQUIRED),

  readValue,
  activeSession: undefined,
  value: (response) => response.subarray(SHORT_NAMES.has(response[0]) ? 2 : 3),
  writeValue: (did, value) =>
    did <= 0xff ? concat(bytesOf(0x3b, did), value) : concat(bytesOf(0x2e), uintBytes(did, 2), value),

  // Identified codes of every group.
  readDtcs: concat(bytesOf(0x18, 0x00), EVERY_GROUP),
  dtcs: (response) => {
    const count = Math.floor(Math.max(0, response.length - DTC.head) / DTC.record);
    const at = (i: number) => DTC.head + i * DTC.record;
    return Array.from({ length: count }, (_, i) => hex(response.subarray(at(i), at(i) + DTC.code)).toUpperCase());
  },

  startRoutine: (rid, option = new Uint8Array()) => concat(bytesOf(0x31, rid), option),
  // Behind 71 and the routine's one byte.
  routineStatus: (response) => response[2],
  range,
  // The size is one byte here, whatever it is elsewhere. (ISO 14230-3 7.3)
  readMemory: (widths, part) => concat(bytesOf(0x23), range({ ...widths, sizeBytes: 1 }, part)),

  requestDownload: transfer(0x34),
  requestUpload: transfer(0x35),
  // maxNumberOfBlockLength alone, as wide as the unit makes it.
  blockMessage: (response) => readUint(response, 1, Math.min(response.length - 1, 4)),
  blockHead: 1,
  transferData: (_, data = new Uint8Array()) => concat(bytesOf(0x36), data),
  acknowledges: () => true,
  blockData: (response) => response.subarray(1),
  // No counter: a unit would take a block that comes again for the next one.
  blockTries: 1,

  nrcName: kwpNrcName,
  notSupported: new Set([
    KWP_NRC.serviceNotSupported,
    KWP_NRC.subFunctionNotSupported,
    KWP_NRC.serviceNotSupportedInActiveDiagnosticSession,
  ]),
};
