import { concat } from '@baylink/kernel';
import { blockLength, encodeBlockLength } from '../codec/block-length.js';
import { decodePositive } from '../codec/decode.js';
import { FILE_OPERATION, type FileTransferRequest } from '../codec/file-transfer.js';
import type { ActiveTransfer } from './state.js';
import { beginTransfer } from './transfer.js';

/** What is put between modeOfOperation and the owner's answer: the width of the block length as a plain number. */
export function withBlockLength(operation: number, answer: Uint8Array, maxBlockLength: number): Uint8Array {
  if (operation === FILE_OPERATION.deleteFile) return answer;
  const block = blockLength(maxBlockLength);
  return concat(Uint8Array.of(block.lengthBytes), encodeBlockLength(block).subarray(1), answer);
}

/** The transfer that a granted request begins; none for a file that was deleted, or an answer that tells no size. */
export function fileTransfer(request: FileTransferRequest, response: Uint8Array): ActiveTransfer | undefined {
  const granted = decodePositive(response);
  if (granted?.service !== 'RequestFileTransfer' || granted.transfer === undefined) return undefined;
  const { size } = granted.transfer;
  const bytes = request.size?.compressed ?? size?.compressed ?? size?.uncompressed;
  const direction = request.size === undefined ? 'upload' : 'download';
  return bytes === undefined ? undefined : { ...beginTransfer(direction, { address: 0, size: bytes }), target: 'file' };
}
