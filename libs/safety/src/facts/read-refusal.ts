import { fromHex } from '@baylink/kernel';
import { KWP_NRC } from '@baylink/protocols/kwp2000';
import { NRC } from '@baylink/protocols/uds';
import type { Dialect } from '../effects/dialect.js';

/** ReadMemoryByAddress and RequestUpload: the two ways of reading a unit's memory. (ISO 14229-1, ISO 14230-3) */
const READING: ReadonlySet<number> = new Set([0x23, 0x35]);
const NEGATIVE_RESPONSE = 0x7f;

/**
 * Answers by which a unit says that it is not read, whatever the circumstances. Conditions that may pass (busy, not now,
 * voltage) and conditions that a key would open are no such refusal: a real reading may still be possible.
 */
const REFUSALS: { readonly [dialect in Dialect]: ReadonlySet<number> } = {
  uds: new Set([
    NRC.serviceNotSupported,
    NRC.subFunctionNotSupported,
    NRC.requestOutOfRange,
    NRC.uploadDownloadNotAccepted,
    NRC.serviceNotSupportedInActiveSession,
  ]),
  kwp2000: new Set([
    KWP_NRC.serviceNotSupported,
    KWP_NRC.subFunctionNotSupported,
    KWP_NRC.requestOutOfRange,
    KWP_NRC.uploadNotAccepted,
    KWP_NRC.serviceNotSupportedInActiveDiagnosticSession,
  ]),
};

/** Whether this response is the unit's own refusal to have its memory read by this request. */
export function isReadRefusal(request: Uint8Array, response: Uint8Array, dialect: Dialect): boolean {
  const [sid = -1] = request;
  return (
    READING.has(sid) &&
    response.length === 3 &&
    response[0] === NEGATIVE_RESPONSE &&
    response[1] === sid &&
    REFUSALS[dialect].has(response[2] ?? -1)
  );
}

/** The same of a record: both in hex. */
export const isRecordedRefusal = (request: string, response: string, dialect: Dialect): boolean =>
  isReadRefusal(fromHex(request) ?? new Uint8Array(), fromHex(response) ?? new Uint8Array(), dialect);
