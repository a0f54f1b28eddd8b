import { concat } from '@baylink/kernel';
import type { PositiveOf, RequestOf, ServiceCodec } from './codec.js';
import { CODECS } from './codecs.table.js';
import type { Nrc } from './nrc.table.js';
import type { Request } from './request.js';
import type { PositiveResponse } from './response.js';
import { NEGATIVE_RESPONSE, type ServiceName } from './services.table.js';

/** Values must fit their fields; what is too wide is cut to its low bytes, as in any register. */
export const encodeRequest = (request: Request): Uint8Array => requestOf(request.service, request);

export function encodePositive(response: PositiveResponse): Uint8Array {
  const bytes = responseOf(response.service, response);
  return response.rest === undefined ? bytes : concat(bytes, response.rest);
}

export const encodeNegative = (sid: number, nrc: Nrc): Uint8Array => Uint8Array.of(NEGATIVE_RESPONSE, sid, nrc);

// The compiler cannot see that a service's name picks the codec of that very variant; these two lines are the proof.
const codecOf = <N extends ServiceName>(name: N): ServiceCodec<N> => CODECS[name] as unknown as ServiceCodec<N>;
const requestOf = <N extends ServiceName>(name: N, request: Request): Uint8Array =>
  codecOf(name).encodeRequest(request as RequestOf<N>);
const responseOf = <N extends ServiceName>(name: N, response: PositiveResponse): Uint8Array =>
  codecOf(name).encodeResponse(response as PositiveOf<N>);
