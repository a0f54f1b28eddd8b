import { showBytes, showHex } from '@baylink/kernel';
import { describeObd } from '../../obd/describe.js';
import { isMode, modeName } from '../../obd/modes.table.js';
import { byteAt } from './codec.js';
import { decodeNegative, decodePositive, decodeRequest } from './decode.js';
import { type Field, requestFields } from './describe-request.js';
import { responseFields } from './describe-response.js';
import { nrcName } from './nrc.table.js';
import { isListedNrc } from './service-nrcs.table.js';
import { NEGATIVE_RESPONSE, POSITIVE_OFFSET, serviceOf } from './services.table.js';

export type { Field } from './describe-request.js';

/** A diagnostic message for people: console, bay screen, ledger tail. Bytes of a unit appear only as hex or plain ASCII. */
export interface Description {
  readonly kind: 'request' | 'positive' | 'negative' | 'unknown';
  /** Of the request, also where the message is its response. */
  readonly sid: number;
  /** Name of the standard; "service 0xBA" where it has none. */
  readonly service: string;
  readonly fields: readonly Field[];
  /** All of it in one line. */
  readonly text: string;
}

const nameOf = (sid: number): string =>
  serviceOf(sid)?.name ?? (isMode(sid) ? modeName(sid) : `service ${showHex(sid)}`);

/** Never throws; what cannot be decoded is shown as the bytes that it is. */
export function describe(bytes: Uint8Array): Description {
  const first = byteAt(bytes, 0);
  if (bytes.length === 0) return line('unknown', 0, 'empty message', []);
  if (first === NEGATIVE_RESPONSE) return describeNegative(bytes);
  if (serviceOf(first) !== undefined) return describeRequest(first, bytes);
  if (serviceOf(first - POSITIVE_OFFSET) !== undefined) return describePositive(first - POSITIVE_OFFSET, bytes);
  if (isMode(first)) return describedByObd('request', first, bytes);
  if (isMode(first - POSITIVE_OFFSET)) return describedByObd('positive', first - POSITIVE_OFFSET, bytes);
  return line('unknown', first, nameOf(first), rawFields(bytes));
}

/** SAE J1979 lies below all identifiers of ISO 14229-1, and units answer both on one address. */
const describedByObd = (kind: 'request' | 'positive', mode: number, bytes: Uint8Array): Description => ({
  kind,
  sid: mode,
  service: modeName(mode),
  fields: rawFields(bytes),
  text: describeObd(bytes),
});

function describeNegative(bytes: Uint8Array): Description {
  const negative = decodeNegative(bytes);
  if (negative === undefined) return line('unknown', byteAt(bytes, 1), 'negative response', rawFields(bytes));
  const { sid, nrc } = negative;
  const unlisted = serviceOf(sid) !== undefined && !isListedNrc(sid, nrc);
  return line('negative', sid, nameOf(sid), [
    { name: 'NRC', value: `${showHex(nrc)} ${nrcName(nrc)}` },
    ...(unlisted ? [{ name: 'note', value: 'not a code of this service' }] : []),
  ]);
}

function describeRequest(sid: number, bytes: Uint8Array): Description {
  const request = decodeRequest(bytes);
  return line('request', sid, nameOf(sid), request.ok ? requestFields(request.value) : rawFields(bytes));
}

function describePositive(sid: number, bytes: Uint8Array): Description {
  const response = decodePositive(bytes);
  return line('positive', sid, nameOf(sid), response === undefined ? rawFields(bytes) : responseFields(response));
}

const rawFields = (bytes: Uint8Array): Field[] => [{ name: 'bytes', value: showBytes(bytes) }];

const MARKS = { request: '', positive: ' ok', negative: ' refused', unknown: ' ?' } as const;

function line(kind: Description['kind'], sid: number, service: string, fields: readonly Field[]): Description {
  const told = fields.map(({ name, value }) => `${name} ${value}`).join(', ');
  const text = `${service}${MARKS[kind]}${told === '' ? '' : `: ${told}`}`;
  return { kind, sid, service, fields, text };
}
