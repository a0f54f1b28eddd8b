import { concat, err, ok, type Result, readUint, uintBytes } from '@baylink/kernel';
import { byteAt } from './codec.js';
import type { BlockLength } from './response.js';

/** SID and blockSequenceCounter: what a TransferData request carries besides data. */
export const BLOCK_OVERHEAD = 2;
const MAX_WIDTH = 6;

/** lengthFormatIdentifier (high nibble: width) and maxNumberOfBlockLength. */
export const encodeBlockLength = (block: BlockLength): Uint8Array =>
  concat(Uint8Array.of(block.lengthBytes * 16 + (block.reserved ?? 0)), uintBytes(block.max, block.lengthBytes));

/** `undefined` when the width is none, too large, or not what follows. */
export function decodeBlockLength(bytes: Uint8Array): BlockLength | undefined {
  const lengthBytes = byteAt(bytes, 0) >> 4;
  if (lengthBytes < 1 || lengthBytes > MAX_WIDTH || bytes.length !== 1 + lengthBytes) return undefined;
  const max = readUint(bytes, 1, lengthBytes);
  const reserved = byteAt(bytes, 0) & 0x0f;
  return max === undefined ? undefined : { max, lengthBytes, ...(reserved === 0 ? {} : { reserved }) };
}

/** Data bytes in one TransferData, or why the unit's answer allows none. (ISO 14229-1 RequestDownload) */
export function dataBytesPerBlock(block: BlockLength): Result<number, string> {
  if (block.max > BLOCK_OVERHEAD) return ok(block.max - BLOCK_OVERHEAD);
  return err(
    `The unit allows blocks of ${block.max} bytes and ${BLOCK_OVERHEAD} of them are overhead: at least ${BLOCK_OVERHEAD + 1} are needed. Nothing has been transferred; end the session and ask for the download again.`,
  );
}

/** Narrowest form of a block length, two bytes at least as units send it. */
export const blockLength = (max: number): BlockLength => ({
  max,
  lengthBytes: Math.max(2, Math.ceil(Math.log2(max + 1) / 8)),
});

export const FIRST_COUNTER = 1;
/** blockSequenceCounter: 0x01 first, 0x00 after 0xFF. */
export const nextCounter = (counter: number): number => (counter + 1) & 0xff;
/** The counter of the block with this index, the first being 0. */
export const counterOf = (index: number): number => (index + FIRST_COUNTER) & 0xff;
