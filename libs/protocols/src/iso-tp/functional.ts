import { err, ok, type Result } from '@baylink/kernel';
import { encodeSingle } from './encode.js';
import { type AddressBytes, addressLength, type FrameLayout, maxSingle } from './layout.js';
import { decodePdu } from './pci.js';

/** A functionally addressed request as one frame; there is no flow control towards many, so it has to fit. */
export function encodeFunctional(message: Uint8Array, layout: FrameLayout): Result<Uint8Array, string> {
  const limit = maxSingle(layout);
  if (message.length >= 1 && message.length <= limit) return ok(encodeSingle(message, layout));
  return err(
    `A functional request has 1 to ${limit} bytes and this one has ${message.length}: ask the unit by its own address.`,
  );
}

/** What a unit takes from a frame on the functional identifier: single frames only. (ISO 15765-2 9.2) */
export function decodeFunctional(frame: Uint8Array, addressBytes?: AddressBytes): Uint8Array | undefined {
  if (addressBytes !== undefined && frame[0] !== addressBytes.received) return undefined;
  const pdu = decodePdu(frame, addressLength({ addressBytes }));
  return pdu.kind === 'single' ? pdu.data.slice() : undefined;
}
