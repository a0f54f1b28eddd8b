import { err, ok, type Result, readUint } from '@baylink/kernel';
import { HEADER_NACK, type HeaderNack } from './codes.table.js';

export const HEADER_BYTES = 8;
/** UDP discovery and TCP data, both. (ISO 13400-2, port table) */
export const DOIP_PORT = 13_400;
/** TCP data over TLS. (ISO 13400-2:2019, port table) */
export const DOIP_TLS_PORT = 3_496;

/** 2: ISO 13400-2:2012, 3: ISO 13400-2:2019. */
export type DoipVersion = 2 | 3;
/** Stands for "any version" in a vehicle identification request, nowhere else. */
export const VERSION_ANY = 0xff;

export interface DoipHeader {
  readonly version: DoipVersion | typeof VERSION_ANY;
  readonly type: number;
  /** Payload bytes that follow the header. */
  readonly length: number;
}

/** Writes the first 8 of `bytes`; what is stored is cut to a byte. */
export function putHeader(bytes: Uint8Array, { version, type, length }: DoipHeader): void {
  bytes[0] = version;
  bytes[1] = 0xff - version;
  bytes[2] = type >> 8;
  bytes[3] = type;
  bytes[4] = length >> 24;
  bytes[5] = length >> 16;
  bytes[6] = length >> 8;
  bytes[7] = length;
}

/** Reads the first 8 of `bytes`; a wrong synchronisation pattern or version is the only thing it refuses. */
export function readHeader(bytes: Uint8Array): Result<DoipHeader, HeaderNack> {
  const version = bytes[0] ?? 0;
  const known = version === 2 || version === 3 || version === VERSION_ANY;
  if (!known || bytes[1] !== 0xff - version) return err(HEADER_NACK.incorrectPattern);
  return ok({ version, type: readUint(bytes, 2, 2) ?? 0, length: readUint(bytes, 4, 4) ?? 0 });
}
