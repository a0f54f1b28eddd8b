import {
  type ConfigValue,
  type LongSize,
  type MessageFilter,
  type PassThruMessage,
  RETURN_CODE,
  structure,
} from '@baylink/protocols/j2534';
import { addressOf, type CommonFunctions } from './native-library.js';
import { modelOf, textIn } from './native-numbers.js';
import type { CallFailure, Versions } from './talk.js';

/** What one call came to: a number of its own meaning, or the failure. */
export type CallOutcome =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly failure: CallFailure; readonly value: number };

export interface ReadOutcome {
  readonly messages: readonly PassThruMessage[];
  readonly failure: CallFailure | undefined;
}

/** One device with one channel to a bus, by the functions of one version. Every call may take as long as the library likes. */
export interface Session {
  open(): CallOutcome;
  versions(): Versions;
  configure(values: readonly ConfigValue[]): CallOutcome;
  startFilter(filter: MessageFilter): CallOutcome;
  stopFilter(filter: number): CallOutcome;
  /** The value is how many were sent, also when it failed. `timeout` in ms, for all of them. */
  write(messages: readonly PassThruMessage[], timeout: number): CallOutcome;
  /** What waits in the library, without waiting for more. */
  read(): ReadOutcome;
  voltage(): CallOutcome;
  close(): CallOutcome;
}

/** Messages asked for in one read. */
export const READ_BATCH = 16;
/** Codes with which a read may have given messages all the same. */
export const READ_SOME: ReadonlySet<number> = new Set([
  RETURN_CODE.STATUS_NOERROR,
  RETURN_CODE.ERR_BUFFER_EMPTY,
  RETURN_CODE.ERR_TIMEOUT,
  RETURN_CODE.ERR_BUFFER_OVERFLOW,
]);
export const NOTHING_WRONG: ReadonlySet<number> = new Set([
  RETURN_CODE.STATUS_NOERROR,
  RETURN_CODE.ERR_BUFFER_EMPTY,
  RETURN_CODE.ERR_TIMEOUT,
]);

const TEXT_ROOM = 256;

export function failureOf(library: CommonFunctions, call: string, code: number): CallFailure {
  const detail = new Uint8Array(TEXT_ROOM);
  const told = library.lastError(detail) === RETURN_CODE.STATUS_NOERROR;
  return { call, code: code >>> 0, detail: told ? textIn(detail) : '' };
}

export function outcomeOf(
  library: CommonFunctions,
  call: string,
  code: number,
  value: () => number = () => 0,
): CallOutcome {
  if (code === RETURN_CODE.STATUS_NOERROR) return { ok: true, value: value() };
  return { ok: false, failure: failureOf(library, call, code), value: value() };
}

export function versionsOf(library: CommonFunctions, device: number): Omit<Versions, 'device'> {
  const [firmware, dll, api] = [new Uint8Array(TEXT_ROOM), new Uint8Array(TEXT_ROOM), new Uint8Array(TEXT_ROOM)];
  const code = library.readVersion(device, firmware, dll, api);
  const told = (bytes: Uint8Array): string => (code === RETURN_CODE.STATUS_NOERROR ? textIn(bytes) : 'unknown');
  return { api: library.api, firmware: told(firmware), dll: told(dll), apiText: told(api) };
}

/** The list that SET_CONFIG takes, and the memory that it points to: both are kept until the call is over. */
export function configList(
  values: readonly ConfigValue[],
  long: LongSize,
): readonly [list: Uint8Array, kept: Uint8Array] {
  const model = modelOf(long);
  const pairs = structure(
    values.flatMap(({ parameter, value }) => [{ number: parameter }, { number: value }]),
    model,
  );
  return [structure([{ number: values.length }, { address: addressOf(pairs) }], model), pairs];
}
