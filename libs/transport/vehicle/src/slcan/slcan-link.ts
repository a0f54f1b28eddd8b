import { type Clock, DrivenMachine, err, type Millis, ok, type Result, unreachable } from '@baylink/kernel';
import { type CanFormats, type CanFrame, checkFrame } from '@baylink/protocols/can';
import {
  bitRateCode,
  dataBitRateCode,
  HOST_DEFAULTS,
  HOST_START,
  type HostCommand,
  type HostCounters,
  type HostFailure,
  type HostInput,
  type HostOptions,
  type HostOut,
  type HostState,
  slcanHost,
} from '@baylink/protocols/slcan';
import type { CanLink, CanLinkEvent, LinkError, Tap } from '../link.js';
import { openSerial, type Serial } from '../serial/index.js';
import * as say from './sentences.js';

export interface SlcanLinkOptions {
  /** The serial device: "/dev/ttyACM0", "COM4". */
  readonly path: string;
  readonly clock: Clock;
  /** Of the serial line; most USB adapters ignore it. */
  readonly baudRate?: number;
  /** Of the CAN bus, in bit/s. */
  readonly bitRate?: number;
  /** Of the data phase, in bit/s: with it the link carries frames of the FD format, and needs an adapter that can. */
  readonly dataBitRate?: number;
  readonly tap?: Tap;
  readonly host?: Partial<HostOptions>;
}

export interface SlcanLink extends CanLink {
  readonly kind: 'slcan';
  counters(): HostCounters;
}

type Outcome = Result<void, LinkError>;
type Phase =
  | { readonly name: 'new' }
  | { readonly name: 'open'; readonly serial: Serial }
  | { readonly name: 'closed' };

/** What the technician reads when the adapter rings its bell. */
const WHAT: { readonly [command in HostCommand['kind']]: string } = {
  'bit-rate': 'the bit rate',
  'data-bit-rate': 'the data bit rate, as an adapter for classic CAN does',
  open: 'to open the bus',
  close: 'to close the bus',
  version: 'to tell its version',
  status: 'to tell its status',
  transmit: 'a frame',
};

function rateCommands({ bitRate = 500_000, dataBitRate }: SlcanLinkOptions): Result<HostCommand[], LinkError> {
  const code = bitRateCode(bitRate);
  if (code === undefined) return err(say.noBitRate(bitRate));
  if (dataBitRate === undefined) return ok([{ kind: 'bit-rate', code }]);
  const dataCode = dataBitRateCode(dataBitRate);
  if (dataCode === undefined) return err(say.noDataBitRate(dataBitRate));
  return ok([
    { kind: 'bit-rate', code },
    { kind: 'data-bit-rate', code: dataCode },
  ]);
}

class SerialSlcanLink implements SlcanLink {
  readonly kind = 'slcan';
  readonly #options: SlcanLinkOptions;
  readonly #host: HostOptions;
  readonly #formats: CanFormats;
  readonly #machine: DrivenMachine<HostState, HostInput, HostOut>;
  /** Who waits for the outcome of which command. */
  readonly #waiting = new Map<
    number,
    { readonly what: HostCommand['kind']; readonly resolve: (end: Outcome) => void }
  >();
  #phase: Phase = { name: 'new' };
  #nextTicket = 1;
  #listener: (event: CanLinkEvent) => void = () => {};

  constructor(options: SlcanLinkOptions) {
    this.#options = options;
    this.#formats = options.dataBitRate === undefined ? 'classic' : 'fd';
    this.#host = { ...HOST_DEFAULTS, ...options.host };
    this.#machine = new DrivenMachine(slcanHost(this.#host), HOST_START, options.clock, { kind: 'tick' }, (out, at) =>
      this.#perform(out, at),
    );
  }

  listen(listener: (event: CanLinkEvent) => void): void {
    this.#listener = listener;
  }

  counters(): HostCounters {
    return this.#machine.state.counters;
  }

  async open(): Promise<Outcome> {
    const { path, baudRate = 115_200, tap } = this.#options;
    const settings = rateCommands(this.#options);
    if (!settings.ok) return settings;
    const opened = await openSerial(
      { path, baudRate, tap },
      {
        received: (bytes) => this.#machine.feed({ kind: 'received', bytes }),
        lost: (cause) => this.#end(say.lost(path, cause)),
      },
    );
    if (!opened.ok) return opened;
    this.#phase = { name: 'open', serial: opened.value };
    this.#machine.feed({ kind: 'reset' });
    for (const command of [...settings.value, { kind: 'open' } as const]) {
      const done = await this.#command(command);
      if (done.ok) continue;
      await this.#release(done.error);
      return done;
    }
    return ok();
  }

  async send(frame: CanFrame): Promise<Outcome> {
    const checked = checkFrame(frame, this.#formats);
    if (!checked.ok) return err({ kind: 'refused', message: checked.error });
    return this.#command({ kind: 'transmit', frame });
  }

  async close(): Promise<void> {
    if (!this.#isOpen()) return;
    await this.#command({ kind: 'close' });
    if (!this.#isOpen()) return;
    await this.#release(say.notOpen(this.#options.path));
    this.#listener({ kind: 'closed', error: undefined, at: this.#options.clock.now() });
  }

  #isOpen(): boolean {
    return this.#phase.name === 'open';
  }

  #command(command: HostCommand): Promise<Outcome> {
    if (this.#phase.name !== 'open') return Promise.resolve(err(say.notOpen(this.#options.path)));
    const ticket = this.#nextTicket++;
    return new Promise((resolve) => {
      this.#waiting.set(ticket, { what: command.kind, resolve });
      this.#machine.feed({ kind: 'command', command, ticket });
    });
  }

  #perform(out: HostOut, at: Millis): void {
    switch (out.kind) {
      case 'write':
        if (this.#phase.name === 'open') this.#phase.serial.write(out.bytes);
        return;
      case 'accepted':
        this.#settle(out.ticket, () => ok());
        return;
      case 'failed':
        this.#settle(out.ticket, (what) => err(this.#failure(out.error, what)));
        return;
      case 'frame':
        this.#listener({ kind: 'frame', frame: out.frame, at });
        return;
      case 'dropped':
        this.#listener({ kind: 'error', error: say.droppedLine(this.#options.path), at });
        return;
      default:
        unreachable(out);
    }
  }

  #settle(ticket: number, outcome: (what: HostCommand['kind']) => Outcome): void {
    const waiter = this.#waiting.get(ticket);
    this.#waiting.delete(ticket);
    waiter?.resolve(outcome(waiter.what));
  }

  #failure(error: HostFailure, what: HostCommand['kind']): LinkError {
    const { path } = this.#options;
    switch (error) {
      case 'refused':
        return say.bell(path, WHAT[what]);
      case 'timeout':
        return say.silent(path, this.#host.replyLimit);
      case 'queue-full':
        return say.queueFull(path, this.#host.queue);
      default:
        return unreachable(error);
    }
  }

  /** The adapter went away by itself. */
  #end(error: LinkError): void {
    this.#forget(error);
    this.#listener({ kind: 'closed', error, at: this.#options.clock.now() });
  }

  async #release(error: LinkError): Promise<void> {
    if (this.#phase.name !== 'open') return;
    const { serial } = this.#phase;
    this.#forget(error);
    await serial.close();
  }

  #forget(error: LinkError): void {
    this.#phase = { name: 'closed' };
    this.#machine.stop();
    for (const { resolve } of this.#waiting.values()) resolve(err(error));
    this.#waiting.clear();
  }
}

/** A CAN bus behind an SLCAN (LAWICEL) adapter on a serial port. Nothing happens before `open`. */
export const openSlcanLink = (options: SlcanLinkOptions): SlcanLink => new SerialSlcanLink(options);
