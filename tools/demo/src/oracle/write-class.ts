import type { TappedRequest } from './requests.js';

/**
 * Everything that may be on the wire when nothing was allowed: sessions that change nothing, reading, TesterPresent.
 * Whatever is not in this list counts as writing. (ISO 14229-1: 10, 19, 22, 23, 3E; ISO 14230-3: 18, 1A, 20, 21; ISO 14230-2: 81, 82)
 */
const HARMLESS: readonly ((request: Buffer) => boolean)[] = [
  (request) => request[0] === 0x10 && ((request[1] ?? 0) & 0x7f) === 0x01,
  (request) => request[0] === 0x10 && ((request[1] ?? 0) & 0x7f) === 0x03,
  (request) => request[0] === 0x19,
  (request) => request[0] === 0x22,
  (request) => request[0] === 0x23,
  (request) => request[0] === 0x3e,
  (request) => request[0] === 0x18,
  (request) => request[0] === 0x1a,
  (request) => request[0] === 0x21,
  (request) => request.length === 1 && (request[0] === 0x81 || request[0] === 0x82),
];

export const isWriteClass = ({ bytes }: TappedRequest): boolean => !HARMLESS.some((harmless) => harmless(bytes));

/** By its identifier, or in ISO 14230-3 by the one byte that the sample units have for it. */
export const isErase = ({ bytes }: TappedRequest): boolean =>
  bytes[0] === 0x31 && ((bytes[1] === 0x01 && bytes.readUInt16BE(2) === 0xff00) || bytes[1] === 0xc4);

/** WriteDataByIdentifier: which identifier. */
export const writtenDid = ({ bytes }: TappedRequest): number | undefined =>
  bytes[0] === 0x2e && bytes.length >= 3 ? bytes.readUInt16BE(1) : undefined;

/** Bytes that TransferData carried. */
export const transferred = (requests: readonly TappedRequest[]): number =>
  requests.reduce((sum, { bytes }) => sum + (bytes[0] === 0x36 ? bytes.length - 2 : 0), 0);
