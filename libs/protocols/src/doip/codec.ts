import { type DoipVersion, HEADER_BYTES, putHeader } from './header.js';
import type { DoipKind, DoipMessage } from './message.js';
import { PAYLOADS } from './payloads.table.js';

/** Header and payload. `version` is the sender's; an identification request may go out as `VERSION_ANY`. */
export function encodeMessage(message: DoipMessage, version: DoipVersion | 0xff): Uint8Array {
  const { type, encode } = PAYLOADS[message.kind] as {
    type: number;
    encode: (message: DoipMessage) => readonly Uint8Array[];
  };
  const payload = encode(message);
  let length = 0;
  for (const piece of payload) length += piece.length;
  const whole = new Uint8Array(HEADER_BYTES + length);
  putHeader(whole, { version, type, length });
  let at = HEADER_BYTES;
  for (const piece of payload) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** `undefined` when the length is not one that this kind may have. */
export function decodePayload(kind: DoipKind, payload: Uint8Array): DoipMessage | undefined {
  const codec = PAYLOADS[kind];
  return codec.fits(payload.length) ? codec.decode(payload) : undefined;
}
