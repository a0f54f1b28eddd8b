import { concat, err, ok, type Result, readUint, showHex, uintBytes } from '@baylink/kernel';
import type { Layout } from './layout.js';
import { type KwpService, kwpService } from './services.table.js';

/** Values of a message by the names of its layout: numbers, and bytes for what is as long as it is. */
export type Values = Readonly<Record<string, number | Uint8Array>>;

export type KwpMessage =
  | { readonly kind: 'request' | 'response'; readonly service: KwpService; readonly values: Values }
  | { readonly kind: 'negative'; readonly sid: number; readonly code: number; readonly more: Uint8Array };

const POSITIVE = 0x40;
const NEGATIVE = 0x7f;

/** Understands a request or a response of ISO 14230-3; an error is a sentence. Bytes are copies. */
export function decodeKwp(bytes: Uint8Array): Result<KwpMessage, string> {
  const [sid, first, second] = bytes;
  if (sid === undefined) return err('A KWP2000 message has at least a service identifier: this one has no bytes.');
  if (sid === NEGATIVE)
    return first === undefined || second === undefined
      ? err('A negative response has a service identifier and a response code: this one ends before them.')
      : ok({ kind: 'negative', sid: first, code: second, more: bytes.slice(3) });
  const asked = kwpService(sid);
  if (asked !== undefined) return read(asked, 'request', bytes);
  const answered = kwpService(sid - POSITIVE);
  return answered === undefined
    ? err(`${showHex(sid)} is no service of ISO 14230-3.`)
    : read(answered, 'response', bytes);
}

function read(service: KwpService, kind: 'request' | 'response', bytes: Uint8Array): Result<KwpMessage, string> {
  const values: Record<string, number | Uint8Array> = {};
  let at = 1;
  for (const { name, width, presence } of service[kind]) {
    if (at === bytes.length && presence === 'optional') break;
    if (width === 'rest') {
      values[name] = bytes.slice(at);
      at = bytes.length;
      continue;
    }
    const value = readUint(bytes, at, width);
    if (value === undefined) return err(`${service.name} ends before its ${name} (${width} bytes at ${at}).`);
    values[name] = value;
    at += width;
  }
  if (at < bytes.length) return err(`${service.name} has ${at} bytes as a ${kind} and this one has ${bytes.length}.`);
  return ok({ kind, service, values });
}

/** The bytes of a message; an error is a sentence that names what is missing or too large. */
export function encodeKwp(message: KwpMessage): Result<Uint8Array, string> {
  if (message.kind === 'negative') return ok(concat(Uint8Array.of(NEGATIVE, message.sid, message.code), message.more));
  const { kind, service, values } = message;
  const parts: Uint8Array[] = [Uint8Array.of(service.sid + (kind === 'response' ? POSITIVE : 0))];
  let missing: string | undefined;
  for (const { name, width, presence } of service[kind]) {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) {
      if (presence === 'mandatory') return err(`${service.name} needs its ${name}.`);
      missing ??= name;
      continue;
    }
    if (missing !== undefined) return err(`${service.name} cannot have ${name} without ${missing}.`);
    const bytes = typeof value === 'number' ? number(value, width) : width === 'rest' ? value : undefined;
    if (bytes === undefined) return err(`${name} of ${service.name} is a number of ${width} bytes.`);
    parts.push(bytes);
  }
  const strange = unknownName(service[kind], values);
  return strange === undefined ? ok(concat(...parts)) : err(`${service.name} has no ${strange}.`);
}

function number(value: number, width: 1 | 2 | 3 | 'rest'): Uint8Array | undefined {
  if (width === 'rest' || !Number.isInteger(value) || value < 0 || value >= 256 ** width) return undefined;
  return uintBytes(value, width);
}

const unknownName = (known: Layout, values: Values): string | undefined =>
  Object.keys(values).find((name) => !known.some((parameter) => parameter.name === name));
