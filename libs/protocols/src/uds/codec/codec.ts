import type { Result } from '@baylink/kernel';
import type { Nrc } from './nrc.table.js';
import type { Request } from './request.js';
import type { PositiveResponse } from './response.js';
import { type ServiceName, SID, SUPPRESS_POS_RSP } from './services.table.js';

export type RequestOf<N extends ServiceName> = Extract<Request, { readonly service: N }>;
export type PositiveOf<N extends ServiceName> = Extract<PositiveResponse, { readonly service: N }>;

/**
 * One service on the wire. Both decoders are given bytes that begin with the right SID and are at least as long as
 * `minRequest` or `minResponse`; bytes are views into what was given, not copies.
 */
export interface ServiceCodec<N extends ServiceName> {
  readonly minRequest: number;
  /** The NRC is what a server answers to such a request. */
  decodeRequest(bytes: Uint8Array): Result<RequestOf<N>, Nrc>;
  encodeRequest(request: RequestOf<N>): Uint8Array;
  readonly minResponse: number;
  /** `undefined` when the response is not of the form that the standard gives it. */
  decodeResponse(bytes: Uint8Array): PositiveOf<N> | undefined;
  encodeResponse(response: PositiveOf<N>): Uint8Array;
}

/** The byte at `offset`; 0 beyond the end, which the length checks before have excluded. */
export const byteAt = (bytes: Uint8Array, offset: number): number => bytes[offset] ?? 0;
export const wordAt = (bytes: Uint8Array, offset: number): number =>
  byteAt(bytes, offset) * 256 + byteAt(bytes, offset + 1);

/** Sub-function without its suppress bit. */
export const subFunctionOf = (bytes: Uint8Array): number => byteAt(bytes, 1) & ~SUPPRESS_POS_RSP;
export const suppressOf = (bytes: Uint8Array): boolean => (byteAt(bytes, 1) & SUPPRESS_POS_RSP) !== 0;

/** SID and sub-function of a request. */
export const subHead = (service: ServiceName, subFunction: number, suppress: boolean): Uint8Array =>
  Uint8Array.of(SID[service], suppress ? subFunction | SUPPRESS_POS_RSP : subFunction);
