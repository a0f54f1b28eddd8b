import { crc15 } from './crc15.js';

/** Equal bits after which the sender inserts one of the other value. (ISO 11898-1, bit stuffing) */
const STUFF_AFTER = 5;

/** Walks the stuffed part of a frame bit by bit, counting what is really on the wire. */
export class WireCounter {
  bits = 0;
  crc = 0;
  #run = 0;
  #last = -1;

  put(value: number, width: number): void {
    for (let i = width - 1; i >= 0; i--) {
      const bit = (value >>> i) & 1;
      this.crc = crc15(this.crc, bit);
      this.#wire(bit);
    }
  }

  /** The stuffed part has ended: a stuff bit after its very last bit is not sent where a fixed one follows. */
  get bitsBeforeFixed(): number {
    return this.#stuffedLast ? this.bits - 1 : this.bits;
  }

  #stuffedLast = false;

  #wire(bit: number): void {
    this.bits++;
    this.#run = bit === this.#last ? this.#run + 1 : 1;
    this.#last = bit;
    this.#stuffedLast = this.#run === STUFF_AFTER;
    if (!this.#stuffedLast) return;
    this.bits++;
    this.#run = 1;
    this.#last = 1 - bit;
  }
}
