import type { ConfigValue, LongSize, MessageFilter, PassThruMessage } from '@baylink/protocols/j2534';

/** Which interface a library has: the function that sends tells them apart. */
export type ApiVersion = '04.04' | '05.00';

/** A PassThru function that did not succeed; `detail` is the library's own last error, printable and at most 80 characters. */
export interface CallFailure {
  readonly call: string;
  readonly code: number;
  readonly detail: string;
}

export interface OpenSettings {
  readonly library: string;
  /** `pName` of PassThruOpen; without it the library takes the adapter that is there. */
  readonly device: string | undefined;
  readonly protocol: number;
  readonly flags: number;
  readonly bitRate: number;
  readonly long: LongSize;
}

export interface Versions {
  readonly api: ApiVersion;
  /** The name that the adapter was opened by, where there was one. */
  readonly device: string | undefined;
  readonly firmware: string;
  readonly dll: string;
  readonly apiText: string;
}

/** What the link asks of the process that has the library. One call at a time, in order. */
export type HostCall =
  | { readonly kind: 'open'; readonly settings: OpenSettings }
  | { readonly kind: 'configure'; readonly values: readonly ConfigValue[] }
  | { readonly kind: 'start-filter'; readonly filter: MessageFilter }
  | { readonly kind: 'stop-filter'; readonly filter: number }
  /** `timeout` in ms: how long the adapter may take to send all of them. */
  | { readonly kind: 'write'; readonly messages: readonly PassThruMessage[]; readonly timeout: number }
  | { readonly kind: 'voltage' }
  | { readonly kind: 'close' };

export interface HostRequest {
  readonly id: number;
  readonly call: HostCall;
}

/** A reading room of its own for each kind of answer; a `value` is a filter, millivolts, or how many were sent. */
export type HostAnswer =
  | { readonly kind: 'opened'; readonly versions: Versions }
  | { readonly kind: 'done'; readonly value: number }
  /** `value`: how many messages were sent before it failed. */
  | { readonly kind: 'failed'; readonly failure: CallFailure; readonly value: number }
  /** The file is no library that this process can load; `why` is the loader's own word. */
  | { readonly kind: 'not-loaded'; readonly why: string };

export type HostWord =
  | { readonly kind: 'answer'; readonly id: number; readonly answer: HostAnswer }
  /** Read from the channel, in order. The host reads no more while too many of these are not taken. */
  | { readonly kind: 'received'; readonly messages: readonly PassThruMessage[] }
  | { readonly kind: 'read-failed'; readonly failure: CallFailure }
  | { readonly kind: 'alive' };

/** Said by the link for each `received`. */
export interface Taken {
  readonly kind: 'taken';
}
