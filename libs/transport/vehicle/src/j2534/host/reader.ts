import { READ_BATCH, type Session } from './session.js';
import type { HostWord } from './talk.js';

/**
 * Batches on their way to the link; beyond that the library keeps what comes, and tells when that is too much. A batch may
 * be a single frame, and a message of 4095 bytes is 586 of them.
 */
const UNTAKEN = 1024;
/** While something has been said or heard lately, a reply may come at any moment. */
const BUSY_PAUSE = 1;
const IDLE_PAUSE = 20;
const BUSY_FOR = 2000;

/** Asks the library again and again what has come: with a timeout of zero it answers at once, so nothing else waits for it. */
export class Reader {
  #timer: NodeJS.Timeout | undefined;
  #session: Session | undefined;
  #untaken = 0;
  #busyUntil = 0;

  constructor(private readonly say: (word: HostWord) => void) {}

  start(session: Session): void {
    this.#session = session;
    this.hurry();
  }

  stop(): void {
    this.#session = undefined;
    clearTimeout(this.#timer);
  }

  /** An answer is expected: a long pause that has begun is cut short. */
  hurry(): void {
    const idle = performance.now() >= this.#busyUntil;
    this.#busyUntil = performance.now() + BUSY_FOR;
    if (idle) this.#next(BUSY_PAUSE);
  }

  taken(): void {
    this.#untaken = Math.max(0, this.#untaken - 1);
  }

  #next(pause: number): void {
    clearTimeout(this.#timer);
    if (this.#session !== undefined) this.#timer = setTimeout(() => this.#look(), pause);
  }

  #look(): void {
    let heard = 0;
    let full = true;
    // Behind a full batch more waits, in a room of the library that has an end.
    while (full && this.#untaken < UNTAKEN) {
      const read = this.#read();
      full = read >= READ_BATCH;
      heard += read;
    }
    if (heard > 0) this.#busyUntil = performance.now() + BUSY_FOR;
    this.#next(performance.now() < this.#busyUntil ? BUSY_PAUSE : IDLE_PAUSE);
  }

  /** How many messages there were. */
  #read(): number {
    const { messages, failure } = this.#session?.read() ?? { messages: [], failure: undefined };
    if (messages.length > 0) {
      this.#untaken++;
      this.say({ kind: 'received', messages });
    }
    if (failure !== undefined) this.say({ kind: 'read-failed', failure });
    return messages.length;
  }
}
