import { fromHex } from '@baylink/kernel';
import { NRC } from '@baylink/protocols/uds';

/** ReadMemoryByAddress and RequestUpload: the two ways of reading a unit's memory. (ISO 14229-1) */
const READING: ReadonlySet<number> = new Set([0x23, 0x35]);
const NEGATIVE_RESPONSE = 0x7f;

/**
 * Answers by which a unit says that it is not read, whatever the circumstances. Conditions that may pass (busy, not now,
 * voltage) and conditions that a key would open are no such refusal: a real reading may still be possible.
 */
const REFUSALS: ReadonlySet<number> = new Set([
  NRC.serviceNotSupported,
  NRC.subFunctionNotSupported,
  NRC.requestOutOfRange,
  NRC.uploadDownloadNotAccepted,
  NRC.serviceNotSupportedInActiveSession,
]);

/** Whether this response is the unit's own refusal to have its memory read by this request. */
export function isReadRefusal(request: Uint8Array, response: Uint8Array): boolean {
  const [sid = -1] = request;
  return (
    READING.has(sid) &&
    response.length === 3 &&
    response[0] === NEGATIVE_RESPONSE &&
    response[1] === sid &&
    REFUSALS.has(response[2] ?? -1)
  );
}

/** The same of a record: both in hex. */
export const isRecordedRefusal = (request: string, response: string): boolean =>
  isReadRefusal(fromHex(request) ?? new Uint8Array(), fromHex(response) ?? new Uint8Array());
