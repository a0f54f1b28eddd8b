import { open } from 'node:fs/promises';
import { type Clock, err, type Millivolts, millivolts, ok, type Result } from '@baylink/kernel';
import {
  type BinaryClass,
  binaryClass,
  CLASS_BYTES,
  type ConfigValue,
  type LongSize,
  longSizeOf,
  type MessageFilter,
  type PassThruMessage,
} from '@baylink/protocols/j2534';
import type { LinkError, Tap } from '../link.js';
import type { CallFailure, HostCall, Versions } from './host/talk.js';
import { type HostListener, HostProcess, hostScriptPath } from './host-process.js';
import { chooseRuntime } from './host-runtime.js';
import * as say from './sentences.js';

export interface PassThruOptions {
  /** Path of the vendor's library. */
  readonly library: string;
  readonly clock: Clock;
  /** As the library names its adapters; without it, the one that is there. */
  readonly device?: string;
  /** Of the CAN bus, in bit/s. */
  readonly bitRate?: number;
  /** A Node.js of the library's processor, where this one is not and none is at a usual place. */
  readonly node?: string;
  /** Size of `unsigned long`, for a library that was not built with the platform's own. */
  readonly long?: LongSize;
  readonly tap?: Tap;
  readonly hostScript?: string;
}

export interface Channel {
  readonly protocol: number;
  readonly flags: number;
  readonly config: readonly ConfigValue[];
}

/** What a call came to: a number, or the library's refusal with how many messages had been sent. */
export type Answer =
  | { readonly ok: true; readonly value: number }
  | {
      readonly ok: false;
      readonly error: LinkError;
      readonly failure: CallFailure | undefined;
      readonly value: number;
    };

const BIT_RATE = 500_000;

/** One channel of one adapter behind a vendor's library. Used by one link, opened once. */
export class PassThru {
  #host: HostProcess | undefined;

  constructor(
    private readonly options: PassThruOptions,
    private readonly listener: HostListener,
  ) {}

  /** Nothing is left running when it fails. */
  async open(channel: Channel): Promise<Result<Versions, LinkError>> {
    const { library, clock, device, bitRate = BIT_RATE, node, hostScript } = this.options;
    const made = await this.#made();
    if (!made.ok) return made;
    const script = hostScript ?? hostScriptPath();
    const runtime = await chooseRuntime({ library, made: made.value, node, hostScript: script });
    if (!runtime.ok) return runtime;
    const host = new HostProcess({ library, clock, node: runtime.value, script }, this.listener);
    this.#host = host;
    const { protocol, flags, config } = channel;
    const long = this.options.long ?? longSizeOf(process.platform, made.value.bits);
    const settings = { library, device, protocol, flags, bitRate, long };
    const opened = await host.call({ kind: 'open', settings });
    const fault = opened.ok ? this.#fault(opened.value) : opened.error;
    if (fault !== undefined || !opened.ok || opened.value.kind !== 'opened') {
      await host.end();
      return err(fault ?? say.notOpen(library));
    }
    // A parameter that an adapter does not know is its own affair: the defaults of the standard are these values.
    await host.call({ kind: 'configure', values: config });
    return ok(opened.value.versions);
  }

  startFilter(filter: MessageFilter): Promise<Answer> {
    return this.#call({ kind: 'start-filter', filter });
  }

  stopFilter(filter: number): Promise<Answer> {
    return this.#call({ kind: 'stop-filter', filter });
  }

  write(messages: readonly PassThruMessage[], timeout: number): Promise<Answer> {
    for (const { data } of messages) this.options.tap?.byte('tx', this.options.library, data);
    return this.#call({ kind: 'write', messages, timeout });
  }

  async readVoltage(): Promise<Result<Millivolts, LinkError>> {
    const answer = await this.#call({ kind: 'voltage' });
    return answer.ok ? ok(millivolts(answer.value)) : err(answer.error);
  }

  async close(): Promise<void> {
    await this.#host?.call({ kind: 'close' });
    await this.#host?.end();
  }

  /** Without the library's own goodbye, as when it failed. */
  async abandon(): Promise<void> {
    await this.#host?.end();
  }

  async #call(call: HostCall): Promise<Answer> {
    const { library } = this.options;
    const answer = await this.#host?.call(call);
    if (answer === undefined) return { ok: false, error: say.notOpen(library), failure: undefined, value: 0 };
    if (!answer.ok) return { ok: false, error: answer.error, failure: undefined, value: 0 };
    if (answer.value.kind === 'done') return { ok: true, value: answer.value.value };
    const error = this.#fault(answer.value) ?? say.notOpen(library);
    const [failure, value] =
      answer.value.kind === 'failed' ? [answer.value.failure, answer.value.value] : [undefined, 0];
    return { ok: false, error, failure, value };
  }

  #fault(answer: { readonly kind: string } & Partial<{ why: string; failure: CallFailure }>): LinkError | undefined {
    const { library } = this.options;
    if (answer.why !== undefined) return say.notLoaded(library, answer.why);
    return answer.failure === undefined ? undefined : say.callFailed(library, answer.failure);
  }

  /** Looks at the file before anything of it is run: a library of another processor ends in one sentence. */
  async #made(): Promise<Result<BinaryClass, LinkError>> {
    const { library } = this.options;
    const head = await headOf(library);
    if (!head.ok) return head;
    const made = binaryClass(head.value);
    return made === undefined ? err(say.notALibrary(library)) : ok(made);
  }
}

async function headOf(library: string): Promise<Result<Uint8Array, LinkError>> {
  try {
    const file = await open(library, 'r');
    try {
      const { buffer, bytesRead } = await file.read(new Uint8Array(CLASS_BYTES), 0, CLASS_BYTES, 0);
      return ok(buffer.subarray(0, bytesRead));
    } finally {
      await file.close();
    }
  } catch (cause) {
    return err(say.noLibrary(library, cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)));
  }
}
