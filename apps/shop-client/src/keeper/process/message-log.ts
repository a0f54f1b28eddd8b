import type { Interregnum, KeptMessage } from '../words.js';

/** A quarter of an hour of two units, and their answers. */
const MOST = 2048;

/**
 * What was sent and heard while nobody was attached, and what was sent unasked until an executor has it on record: for the
 * next executor's ledger. Bounded; what is beyond is counted.
 */
export class MessageLog {
  #messages: KeptMessage[] = [];
  #forgotten = 0;

  add(message: KeptMessage): void {
    if (this.#messages.length < MOST) this.#messages.push(message);
    else this.#forgotten++;
  }

  /** Somebody has recorded everything up to this moment. */
  noted(nanos: string): void {
    this.#messages = this.#messages.filter((message) => BigInt(message.nanos) > BigInt(nanos));
  }

  /** Hands everything over, once. */
  take(lasted: number): Interregnum {
    const taken = { lasted, messages: this.#messages, forgotten: this.#forgotten };
    this.#messages = [];
    this.#forgotten = 0;
    return taken;
  }
}
