import { err, ok, type Result } from '@baylink/kernel';
import { decodePdu, encodeSingle, MAX_SINGLE, type Padding } from './pci.js';

/** A functionally addressed request as one frame; there is no flow control towards many, so it has to fit. */
export function encodeFunctional(message: Uint8Array, padding: Padding): Result<Uint8Array, string> {
  if (message.length >= 1 && message.length <= MAX_SINGLE) return ok(encodeSingle(message, padding));
  return err(
    `A functional request has 1 to ${MAX_SINGLE} bytes and this one has ${message.length}: ask the unit by its own address.`,
  );
}

/** What a unit takes from a frame on the functional identifier: single frames only. (ISO 15765-2 9.2) */
export function decodeFunctional(frame: Uint8Array): Uint8Array | undefined {
  const pdu = decodePdu(frame);
  return pdu.kind === 'single' ? pdu.data.slice() : undefined;
}
