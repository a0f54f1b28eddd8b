import { concat, err, ok, type Result, readUint, uintBytes } from '@baylink/kernel';
import { byteAt } from './codec.js';
import { NRC, type Nrc } from './nrc.table.js';
import type { MemoryRange } from './request.js';

/** Widest address or size that is a safe integer on every path here. */
const MAX_WIDTH = 6;

const usable = (width: number): boolean => width >= 1 && width <= MAX_WIDTH;

/** addressAndLengthFormatIdentifier, address, size: high nibble is the width of the size, low nibble of the address. */
export const encodeMemoryRange = (range: MemoryRange): Uint8Array =>
  concat(
    Uint8Array.of(range.sizeBytes * 16 + range.addressBytes),
    uintBytes(range.address, range.addressBytes),
    uintBytes(range.size, range.sizeBytes),
  );

/** `bytes` begin with the format identifier and must end with the size. A width that cannot be used is NRC 0x31. */
export function decodeMemoryRange(bytes: Uint8Array): Result<MemoryRange, Nrc> {
  const sizeBytes = byteAt(bytes, 0) >> 4;
  const addressBytes = byteAt(bytes, 0) & 0x0f;
  if (!usable(sizeBytes) || !usable(addressBytes)) return err(NRC.requestOutOfRange);
  const address = readUint(bytes, 1, addressBytes);
  const size = readUint(bytes, 1 + addressBytes, sizeBytes);
  if (address === undefined || size === undefined || bytes.length !== 1 + addressBytes + sizeBytes) {
    return err(NRC.incorrectMessageLengthOrInvalidFormat);
  }
  return ok({ address, size, addressBytes, sizeBytes });
}

/** A range with four-byte address and four-byte size, as most units want it. */
export const range32 = (address: number, size: number): MemoryRange => ({
  address,
  size,
  addressBytes: 4,
  sizeBytes: 4,
});
