import { err, type Result } from '@baylink/kernel';
import { byteAt } from './codec.js';
import { CODECS, codedService } from './codecs.table.js';
import { encodePositive } from './encode.js';
import { NRC, type Nrc } from './nrc.table.js';
import type { Request } from './request.js';
import type { NegativeResponse, PositiveResponse, Response } from './response.js';
import { NEGATIVE_RESPONSE, POSITIVE_OFFSET } from './services.table.js';

const NEGATIVE_LENGTH = 3;

/** The request in these bytes, or the NRC with which a server refuses them. Never throws, whatever the bytes. */
export function decodeRequest(bytes: Uint8Array): Result<Request, Nrc> {
  const name = codedService(byteAt(bytes, 0));
  if (bytes.length === 0 || name === undefined) return err(NRC.serviceNotSupported);
  const codec = CODECS[name];
  if (bytes.length < codec.minRequest) return err(NRC.incorrectMessageLengthOrInvalidFormat);
  return codec.decodeRequest(bytes);
}

/** The response in these bytes; `undefined` when it has another form, or is of a service that is not decoded here. */
export function decodeResponse(bytes: Uint8Array): Response | undefined {
  return byteAt(bytes, 0) === NEGATIVE_RESPONSE ? decodeNegative(bytes) : decodePositive(bytes);
}

export function decodeNegative(bytes: Uint8Array): NegativeResponse | undefined {
  if (byteAt(bytes, 0) !== NEGATIVE_RESPONSE || bytes.length !== NEGATIVE_LENGTH) return undefined;
  return { service: 'NegativeResponse', sid: byteAt(bytes, 1), nrc: byteAt(bytes, 2) };
}

export function decodePositive(bytes: Uint8Array): PositiveResponse | undefined {
  const name = codedService(byteAt(bytes, 0) - POSITIVE_OFFSET);
  if (bytes.length === 0 || name === undefined) return undefined;
  const codec = CODECS[name];
  const response = bytes.length < codec.minResponse ? undefined : codec.decodeResponse(bytes);
  return response && withRest(response, bytes);
}

/** Nothing that a unit sent is lost: what the standard has no name for is kept behind what it has. */
function withRest(response: PositiveResponse, bytes: Uint8Array): PositiveResponse {
  const { length } = encodePositive(response);
  return length < bytes.length ? { ...response, rest: bytes.subarray(length) } : response;
}
