import { bytesOf, concat, hex, uintBytes } from '@baylink/kernel';
import { NRC, nrcName } from '@baylink/protocols/uds';
import { toldBlockLength } from '../../keeper/told-block-length.js';
import type { JobWords, MemoryRange } from './words.js';

const EXTENDED = bytesOf(0x10, 0x03);
/** testFailed and confirmedDTC. (ISO 14229-1 D.2) */
const STANDING = 0x09;
/** SID, report, availability mask; then three bytes of code and one of status each. */
const DTC = { head: 3, record: 4, code: 3 } as const;

/** addressAndLengthFormatIdentifier, memoryAddress, memorySize: size width in the high nibble. (ISO 14229-1 annex H) */
const range: JobWords['range'] = ({ addressBytes, sizeBytes }, { address, size }: MemoryRange) =>
  concat(bytesOf((sizeBytes << 4) | addressBytes), uintBytes(address, addressBytes), uintBytes(size, sizeBytes));

/** ISO 14229-1. */
export const UDS_WORDS: JobWords = {
  session: {
    default: bytesOf(0x10, 0x01),
    reading: EXTENDED,
    extended: EXTENDED,
    programming: bytesOf(0x10, 0x02),
  },
  dtcSetting: { on: bytesOf(0x85, 0x01), off: bytesOf(0x85, 0x02) },
  // enableRxAndTx, and enableRxAndDisableTx.
  communication: (control, type) => bytesOf(0x28, control === 'enable' ? 0x00 : 0x03, type),

  readValue: (did) => concat(bytesOf(0x22), uintBytes(did, 2)),
  // ActiveDiagnosticSessionDataIdentifier. (ISO 14229-1 C.1)
  activeSession: 0xf186,
  value: (response) => response.subarray(3),
  writeValue: (did, value) => concat(bytesOf(0x2e), uintBytes(did, 2), value),

  // reportDTCByStatusMask.
  readDtcs: bytesOf(0x19, 0x02, STANDING),
  dtcs: (response) => {
    const count = Math.floor(Math.max(0, response.length - DTC.head) / DTC.record);
    const at = (i: number) => DTC.head + i * DTC.record;
    return Array.from({ length: count }, (_, i) => hex(response.subarray(at(i), at(i) + DTC.code)).toUpperCase());
  },

  startRoutine: (rid, option = new Uint8Array()) => concat(bytesOf(0x31, 0x01), uintBytes(rid, 2), option),
  // Behind 71, sub-function and routine identifier.
  routineStatus: (response) => response[4],
  range,
  readMemory: (widths, part) => concat(bytesOf(0x23), range(widths, part)),

  requestDownload: (programming, part) => concat(bytesOf(0x34, programming.dataFormat), range(programming, part)),
  requestUpload: (programming, part) => concat(bytesOf(0x35, programming.dataFormat), range(programming, part)),
  blockMessage: toldBlockLength,
  blockHead: 2,
  transferData: (counter, data = new Uint8Array()) => concat(bytesOf(0x36, counter), data),
  acknowledges: (response, counter) => response[1] === counter,
  blockData: (response) => response.subarray(2),
  // The same block with the same counter. (ISO 14229-1 15.5)
  blockTries: 3,

  nrcName,
  notSupported: new Set([
    NRC.serviceNotSupported,
    NRC.subFunctionNotSupported,
    NRC.serviceNotSupportedInActiveSession,
    NRC.subFunctionNotSupportedInActiveSession,
  ]),
};
