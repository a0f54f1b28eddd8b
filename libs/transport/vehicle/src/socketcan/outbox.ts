import { after, type Clock, err, type Millis, millis, ok, type Result } from '@baylink/kernel';
import type { LinkError } from '../link.js';
import type { Writing } from './raw-socket.js';

type Outcome = Result<void, LinkError>;

interface Parcel {
  readonly bytes: Uint8Array;
  readonly resolve: (outcome: Outcome) => void;
}

interface Travelling extends Parcel {
  readonly since: Millis;
}

export interface OutboxOwner {
  readonly clock: Clock;
  write(bytes: Uint8Array): Writing;
  /** Before the first attempt to write a frame. */
  leaving(bytes: Uint8Array): void;
  /** Sentences for what can go wrong. */
  readonly say: {
    full(limit: number): LinkError;
    unconfirmed(limit: Millis): LinkError;
    notWritten(cause: string): LinkError;
  };
}

/** Frames that may wait here; more are refused. */
const ROOM = 256;
/** Frames that the kernel holds at a time: one on the bus, one in the controller, one on its way there. */
const WINDOW = 3;
/** N_As of ISO 15765-2 table 18: how long a frame may take from here to the bus. */
const LIMIT = millis(1000);
/** An interface whose queue is full frees a place within a few frames; nothing tells when. */
const RETRY = millis(1);

/**
 * Frames on their way to the bus, in order. Each is settled by the confirmation that it has been there, at the latest
 * `LIMIT` after the kernel took it. Confirmations are told apart by their bytes: mailboxes may send by priority.
 */
export class Outbox {
  readonly #waiting: Parcel[] = [];
  readonly #travelling: Travelling[] = [];
  #refusedSince: Millis | undefined;
  #cancel: () => void = () => undefined;

  constructor(private readonly owner: OutboxOwner) {}

  /** `bytes` is kept until the frame is confirmed. */
  post(bytes: Uint8Array): Promise<Outcome> {
    if (this.#waiting.length >= ROOM) return Promise.resolve(err(this.owner.say.full(ROOM)));
    return new Promise((resolve) => {
      this.#waiting.push({ bytes, resolve });
      this.#pump();
    });
  }

  /** The kernel has told that this frame of ours was on the bus. False when nobody waits for it any more. */
  confirm(bytes: Uint8Array): boolean {
    const at = this.#travelling.findIndex((parcel) => Buffer.compare(parcel.bytes, bytes) === 0);
    const [parcel] = at === -1 ? [] : this.#travelling.splice(at, 1);
    parcel?.resolve(ok());
    this.#pump();
    return parcel !== undefined;
  }

  /** Nothing more leaves; everybody who waits hears why. */
  end(error: LinkError): void {
    this.#cancel();
    for (const { resolve } of [...this.#travelling.splice(0), ...this.#waiting.splice(0)]) resolve(err(error));
  }

  #pump(): void {
    const { clock } = this.owner;
    this.#giveUp(clock.now());
    while (this.#travelling.length < WINDOW) {
      const parcel = this.#waiting[0];
      if (parcel === undefined) break;
      if (this.#refusedSince === undefined) this.owner.leaving(parcel.bytes);
      const written = this.owner.write(parcel.bytes);
      if (written === 'full') {
        this.#refusedSince ??= clock.now();
        break;
      }
      this.#refusedSince = undefined;
      this.#waiting.shift();
      if (written === 'taken') this.#travelling.push({ ...parcel, since: clock.now() });
      else parcel.resolve(err(this.owner.say.notWritten(written.cause)));
    }
    this.#arm();
  }

  /** A bus that takes nothing for `LIMIT` takes none of what waits behind, either. */
  #giveUp(now: Millis): void {
    const oldest = this.#travelling[0]?.since ?? this.#refusedSince;
    if (oldest === undefined || now < after(oldest, LIMIT)) return;
    this.#refusedSince = undefined;
    const error = this.owner.say.unconfirmed(LIMIT);
    for (const { resolve } of [...this.#travelling.splice(0), ...this.#waiting.splice(0)]) resolve(err(error));
  }

  #arm(): void {
    this.#cancel();
    const { clock } = this.owner;
    const oldest = this.#travelling[0]?.since;
    const due =
      this.#refusedSince !== undefined
        ? after(clock.now(), RETRY)
        : oldest !== undefined
          ? after(oldest, LIMIT)
          : oldest;
    if (due !== undefined) this.#cancel = clock.wake(due, () => this.#pump());
  }
}
