import { concat, err, ok, type Result, readUint, uintBytes } from '@baylink/kernel';
import { decodeBlockLength, encodeBlockLength } from './block-length.js';
import { byteAt, type ServiceCodec, wordAt } from './codec.js';
import { NRC, type Nrc } from './nrc.table.js';
import type { BlockLength } from './response.js';
import { SID } from './services.table.js';

/** modeOfOperation. (ISO 14229-1 RequestFileTransfer) */
export const FILE_OPERATION = {
  addFile: 0x01,
  deleteFile: 0x02,
  replaceFile: 0x03,
  readFile: 0x04,
  readDir: 0x05,
  resumeFile: 0x06,
} as const;

export interface FileTransferRequest {
  readonly service: 'RequestFileTransfer';
  readonly operation: number;
  /** filePathAndName, ASCII as a rule. */
  readonly path: Uint8Array;
  /** High nibble compression, low nibble encryption; absent when a file is deleted or a directory read. */
  readonly dataFormat: number | undefined;
  /** Of what the client sends; absent when it sends nothing. */
  readonly size: FileSize | undefined;
}

/** Two sizes of the same width, 1 to 6 bytes here. */
export interface FileSize {
  readonly uncompressed: number;
  readonly compressed: number;
  readonly width: number;
}

export interface FileTransferResponse {
  readonly service: 'RequestFileTransfer';
  readonly operation: number;
  /** Absent when a file was deleted: nothing is transferred. */
  readonly transfer: FileTransferGrant | undefined;
}

export interface FileTransferGrant {
  readonly block: BlockLength;
  readonly dataFormat: number;
  /** Of the file that will be sent (both), or of the directory (`compressed` is absent there). */
  readonly size:
    | { readonly uncompressed: number; readonly compressed: number | undefined; readonly width: number }
    | undefined;
  /** Where a resumed file goes on; eight bytes. */
  readonly position: Uint8Array | undefined;
}

const { deleteFile, readFile, readDir, resumeFile } = FILE_OPERATION;
const POSITION = 8;
const MAX_WIDTH = 6;

const hasFormat = (operation: number): boolean => operation !== deleteFile && operation !== readDir;
const hasSize = (operation: number): boolean => hasFormat(operation) && operation !== readFile;

export const requestFileTransfer: ServiceCodec<'RequestFileTransfer'> = {
  minRequest: 5,
  decodeRequest: (bytes) => {
    const operation = byteAt(bytes, 1);
    const pathEnd = 4 + wordAt(bytes, 2);
    if (operation < 0x01 || operation > resumeFile) return err(NRC.requestOutOfRange);
    if (pathEnd === 4 || pathEnd > bytes.length) return err(NRC.incorrectMessageLengthOrInvalidFormat);
    const tail = decodeTail(operation, bytes.subarray(pathEnd));
    return tail.ok
      ? ok({ service: 'RequestFileTransfer', operation, path: bytes.subarray(4, pathEnd), ...tail.value })
      : tail;
  },
  encodeRequest: ({ operation, path, dataFormat, size }) =>
    concat(
      Uint8Array.of(SID.RequestFileTransfer, operation),
      uintBytes(path.length, 2),
      path,
      dataFormat === undefined ? new Uint8Array() : Uint8Array.of(dataFormat),
      size === undefined
        ? new Uint8Array()
        : concat(
            Uint8Array.of(size.width),
            uintBytes(size.uncompressed, size.width),
            uintBytes(size.compressed, size.width),
          ),
    ),
  minResponse: 2,
  decodeResponse: (bytes) => {
    const operation = byteAt(bytes, 1);
    if (operation === deleteFile)
      return bytes.length === 2 ? { service: 'RequestFileTransfer', operation, transfer: undefined } : undefined;
    const transfer = decodeGrant(operation, bytes.subarray(2));
    return transfer && { service: 'RequestFileTransfer', operation, transfer };
  },
  encodeResponse: ({ operation, transfer }) =>
    concat(Uint8Array.of(0x78, operation), transfer === undefined ? new Uint8Array() : encodeGrant(transfer)),
};

type Tail = Pick<FileTransferRequest, 'dataFormat' | 'size'>;

function decodeTail(operation: number, rest: Uint8Array): Result<Tail, Nrc> {
  const wrong = err(NRC.incorrectMessageLengthOrInvalidFormat);
  if (!hasFormat(operation)) return rest.length === 0 ? ok({ dataFormat: undefined, size: undefined }) : wrong;
  const dataFormat = byteAt(rest, 0);
  if (!hasSize(operation)) return rest.length === 1 ? ok({ dataFormat, size: undefined }) : wrong;
  const width = byteAt(rest, 1);
  if (width < 1 || width > MAX_WIDTH) return rest.length < 2 ? wrong : err(NRC.requestOutOfRange);
  const uncompressed = readUint(rest, 2, width);
  const compressed = readUint(rest, 2 + width, width);
  if (uncompressed === undefined || compressed === undefined || rest.length !== 2 + 2 * width) return wrong;
  return ok({ dataFormat, size: { uncompressed, compressed, width } });
}

/** lengthFormatIdentifier here is a plain number of bytes, not a nibble as in 0x74. */
function decodeGrant(operation: number, rest: Uint8Array): FileTransferGrant | undefined {
  const blockEnd = 1 + byteAt(rest, 0);
  const block = decodeBlockLength(concat(Uint8Array.of((byteAt(rest, 0) & 0x0f) << 4), rest.subarray(1, blockEnd)));
  if (byteAt(rest, 0) > 0x0f || block === undefined || rest.length <= blockEnd) return undefined;
  const dataFormat = byteAt(rest, blockEnd);
  const after = rest.subarray(blockEnd + 1);
  if (operation === readFile || operation === readDir) {
    const width = wordAt(after, 0);
    const sizes = operation === readFile ? 2 : 1;
    if (width < 1 || width > MAX_WIDTH || after.length !== 2 + sizes * width) return undefined;
    const uncompressed = readUint(after, 2, width) ?? 0;
    const compressed = sizes === 2 ? readUint(after, 2 + width, width) : undefined;
    return { block, dataFormat, size: { uncompressed, compressed, width }, position: undefined };
  }
  const positioned = operation === resumeFile;
  if (after.length !== (positioned ? POSITION : 0)) return undefined;
  return { block, dataFormat, size: undefined, position: positioned ? after : undefined };
}

/** What follows modeOfOperation in a 78; also what a server sends for its owner. */
export function encodeGrant({ block, dataFormat, size, position }: FileTransferGrant): Uint8Array {
  return concat(
    Uint8Array.of(block.lengthBytes),
    encodeBlockLength(block).subarray(1),
    Uint8Array.of(dataFormat),
    size === undefined
      ? new Uint8Array()
      : concat(
          uintBytes(size.width, 2),
          uintBytes(size.uncompressed, size.width),
          size.compressed === undefined ? new Uint8Array() : uintBytes(size.compressed, size.width),
        ),
    position ?? new Uint8Array(),
  );
}
