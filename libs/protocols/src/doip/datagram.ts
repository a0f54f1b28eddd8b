import { err, ok, type Result } from '@baylink/kernel';
import { decodePayload } from './codec.js';
import { HEADER_NACK, type HeaderNack } from './codes.table.js';
import { type DoipVersion, HEADER_BYTES, readHeader, VERSION_ANY } from './header.js';
import type { DoipKind, DoipMessage } from './message.js';
import { check, type FramePolicy } from './stream.js';

const IDENTIFICATION: ReadonlySet<DoipKind> = new Set(['identify', 'identify-by-eid', 'identify-by-vin']);

/**
 * One UDP datagram holds exactly one message. Fewer bytes than a header are `undefined`: there is nothing to answer.
 * `version` is absent when the sender left it open, which only an identification request may.
 */
export function readDatagram(
  bytes: Uint8Array,
  policy: FramePolicy,
): Result<{ readonly message: DoipMessage; readonly version: DoipVersion | undefined }, HeaderNack> | undefined {
  if (bytes.length < HEADER_BYTES) return undefined;
  const header = readHeader(bytes);
  if (!header.ok) return header;
  const { version } = header.value;
  const kind = check(header.value, policy);
  if (version === VERSION_ANY && !(typeof kind === 'string' && IDENTIFICATION.has(kind))) {
    return err(HEADER_NACK.incorrectPattern);
  }
  if (typeof kind === 'number') return err(kind);
  const payload = bytes.subarray(HEADER_BYTES);
  const message = payload.length === header.value.length ? decodePayload(kind, payload) : undefined;
  if (message === undefined) return err(HEADER_NACK.invalidPayloadLength);
  return ok({ message, version: version === VERSION_ANY ? undefined : version });
}
