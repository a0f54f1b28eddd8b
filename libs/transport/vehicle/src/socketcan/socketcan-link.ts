import { type Clock, err, type Millis, ok, type Result, unreachable } from '@baylink/kernel';
import { type CanFrame, checkFrame } from '@baylink/protocols/can';
import type { CanLink, CanLinkEvent, LinkError, Tap } from '../link.js';
import { describeBusError } from './bus-errors.table.js';
import { layOut, readDelivery } from './frame-layout.js';
import { Outbox } from './outbox.js';
import { openRawSocket, type RawSocket, type Reading } from './raw-socket.js';
import { RepeatFilter } from './repeat-filter.js';
import * as say from './sentences.js';

export interface SocketCanLinkOptions {
  /** Of the network interface: "can0". It has its bit rate already, and is up. */
  readonly name: string;
  readonly clock: Clock;
  /** Also frames in the FD format, which the interface has to be set up for. */
  readonly fd?: boolean;
  /** The only identifiers that are sent and heard; those above 0x7FF are 29-bit ones. All, when absent. */
  readonly ids?: readonly { readonly id: number; readonly extended: boolean }[];
  /** Sees each frame as the kernel lays it out: `struct can_frame` or `struct canfd_frame`. */
  readonly tap?: Tap;
}

/** They only grow. */
export interface SocketCanCounters {
  /** Confirmed to have been on the bus. */
  readonly sent: number;
  readonly received: number;
  /** Reports of the controller, bus-off included. */
  readonly busErrors: number;
  readonly busOff: number;
  /** Frames that the kernel dropped because this process did not read them in time. */
  readonly overruns: number;
}

export interface SocketCanLink extends CanLink {
  readonly kind: 'socketcan';
  counters(): SocketCanCounters;
}

type Outcome = Result<void, LinkError>;
type Phase =
  | { readonly name: 'new' }
  | { readonly name: 'open'; readonly socket: RawSocket; readonly outbox: Outbox }
  | { readonly name: 'closed' };

/** Frames that are read in one go; then the rest of the process has its turn. */
const AT_A_TIME = 64;

class KernelCanLink implements SocketCanLink {
  readonly kind = 'socketcan';
  readonly #counters = { sent: 0, received: 0, busErrors: 0, busOff: 0, overruns: 0 };
  readonly #repeats = new RepeatFilter();
  #phase: Phase = { name: 'new' };
  #listener: (event: CanLinkEvent) => void = () => {};

  constructor(private readonly options: SocketCanLinkOptions) {}

  listen(listener: (event: CanLinkEvent) => void): void {
    this.#listener = listener;
  }

  counters(): SocketCanCounters {
    return { ...this.#counters };
  }

  async open(): Promise<Outcome> {
    const { name, fd = false, ids, clock, tap } = this.options;
    const opened = await openRawSocket({ name, fd, ...(ids === undefined ? {} : { ids }) });
    if (!opened.ok) return opened;
    const socket = opened.value;
    const outbox = new Outbox({
      clock,
      write: (bytes) => socket.write(bytes),
      leaving: (bytes) => tap?.byte('tx', name, bytes),
      say: {
        full: (limit) => say.queueFull(name, limit),
        unconfirmed: (limit) => say.unconfirmed(name, limit),
        notWritten: (cause) => say.notWritten(name, cause),
      },
    });
    this.#phase = { name: 'open', socket, outbox };
    this.#await(socket);
    return ok();
  }

  /** Resolves when the frame has been on the bus. */
  async send(frame: CanFrame): Promise<Outcome> {
    const { name, fd = false, ids } = this.options;
    if (this.#phase.name !== 'open') return err(say.notOpen(name));
    const checked = checkFrame(frame, fd ? 'fd' : 'classic');
    if (!checked.ok) return err({ kind: 'refused', message: checked.error });
    const known = ids?.some(({ id, extended }) => id === frame.id && extended === frame.extended) ?? true;
    if (!known) return err(say.unheard(name, frame.id));
    return this.#phase.outbox.post(layOut(frame));
  }

  async close(): Promise<void> {
    if (this.#phase.name === 'open') this.#end(undefined);
  }

  #await(socket: RawSocket): void {
    socket.wait(() => this.#drain(socket));
  }

  #drain(socket: RawSocket): void {
    for (let count = 0; count < AT_A_TIME && this.#phase.name === 'open'; count++) {
      const reading = socket.read();
      if (reading.kind === 'nothing') break;
      this.#take(reading);
    }
    if (this.#phase.name === 'open') this.#await(socket);
  }

  #take(reading: Exclude<Reading, { kind: 'nothing' }>): void {
    if (reading.kind === 'failed') this.#end(say.lost(this.options.name, reading.cause));
    else if (reading.own) this.#confirmed(reading.bytes);
    else this.#heard(reading.bytes, reading.dropped);
  }

  #heard(bytes: Uint8Array, dropped: number): void {
    const at = this.options.clock.now();
    this.options.tap?.byte('rx', this.options.name, bytes);
    this.#countOverruns(dropped, at);
    const delivery = readDelivery(bytes);
    switch (delivery.kind) {
      case 'frame':
        this.#counters.received++;
        this.#listener({ kind: 'frame', frame: delivery.frame, at });
        return;
      case 'error':
        this.#busError(delivery.classes, delivery.detail, at);
        return;
      case 'other':
        return;
      default:
        unreachable(delivery);
    }
  }

  #confirmed(bytes: Uint8Array): void {
    if (this.#phase.name === 'open' && this.#phase.outbox.confirm(bytes)) this.#counters.sent++;
  }

  /** A broken bus reports the same thing thousands of times a second: all are counted, and a change is told. */
  #busError(classes: number, detail: Uint8Array, at: Millis): void {
    this.#counters.busErrors++;
    const row = describeBusError(classes, detail);
    if (row === undefined) return;
    if (row.kind === 'bus-off') this.#counters.busOff++;
    if (this.#repeats.isNews(row.kind, at)) this.#error(row.sentence.replaceAll('NAME', this.options.name), at);
  }

  #countOverruns(total: number, at: Millis): void {
    const fresh = total - this.#counters.overruns;
    if (fresh <= 0) return;
    this.#counters.overruns = total;
    this.#listener({ kind: 'error', error: say.overrun(this.options.name, fresh), at });
  }

  #error(message: string, at: Millis): void {
    this.#listener({ kind: 'error', error: { kind: 'protocol', message }, at });
  }

  /** `error` is absent when the owner asked for it. */
  #end(error: LinkError | undefined): void {
    if (this.#phase.name !== 'open') return;
    const { socket, outbox } = this.#phase;
    this.#phase = { name: 'closed' };
    socket.close();
    outbox.end(error ?? say.notOpen(this.options.name));
    this.#listener({ kind: 'closed', error, at: this.options.clock.now() });
  }
}

/** A CAN bus behind a network interface of Linux. Nothing happens before `open`. */
export const openSocketCanLink = (options: SocketCanLinkOptions): SocketCanLink => new KernelCanLink(options);
