import { concat, type Result } from '@baylink/kernel';
import { subFunctionOf, suppressOf } from '../codec/codec.js';
import { encodeNegative } from '../codec/encode.js';
import { NRC, type Nrc, SILENT_WHEN_FUNCTIONAL } from '../codec/nrc.table.js';
import { echoLength, POSITIVE_OFFSET, type ServiceEntry, serviceOf } from '../codec/services.table.js';
import type { ServerInput, ServerOut } from './io.js';
import type { Exchange } from './state.js';

type RequestInput = Extract<ServerInput, { readonly kind: 'request' }>;

export function exchangeOf({ bytes, tester, addressing }: RequestInput): Exchange {
  const sid = bytes[0] ?? 0;
  const entry = serviceOf(sid);
  return {
    tester,
    addressing,
    sid,
    echo: entry === undefined ? new Uint8Array() : echoOf(entry, bytes),
    suppress: entry?.subFunction === true && suppressOf(bytes),
  };
}

/** The part of the request that its positive response repeats; the records of 0x22 carry their own DIDs. */
function echoOf(entry: ServiceEntry, bytes: Uint8Array): Uint8Array {
  const echo = bytes.slice(1, 1 + echoLength(entry.echo, bytes));
  if (entry.subFunction && echo.length > 0) echo[0] = subFunctionOf(bytes);
  return echo;
}

export const positiveBytes = (exchange: Exchange, answer: Uint8Array): Uint8Array =>
  concat(Uint8Array.of(exchange.sid + POSITIVE_OFFSET), exchange.echo, answer);

/**
 * The response, or nothing where the rules of suppression ask for silence. After a 0x78 the tester waits for an end, so
 * that every final response is sent. (ISO 14229-1 8.7, suppressPosRspMsgIndicationBit and functional addressing)
 */
export function respond(exchange: Exchange, result: Result<Uint8Array, Nrc>, pendings: number): readonly ServerOut[] {
  const silent = result.ok
    ? exchange.suppress
    : exchange.addressing === 'functional' && SILENT_WHEN_FUNCTIONAL.has(result.error);
  if (silent && pendings === 0) return [];
  return [responseOut(exchange, result.ok ? result.value : encodeNegative(exchange.sid, result.error))];
}

export const pendingOut = (exchange: Exchange): ServerOut =>
  responseOut(exchange, encodeNegative(exchange.sid, NRC.requestCorrectlyReceivedResponsePending));

export const busyOut = (exchange: Exchange): ServerOut =>
  responseOut(exchange, encodeNegative(exchange.sid, NRC.busyRepeatRequest));

const responseOut = ({ tester, addressing }: Exchange, bytes: Uint8Array): ServerOut => ({
  kind: 'respond',
  bytes,
  tester,
  addressing,
});
