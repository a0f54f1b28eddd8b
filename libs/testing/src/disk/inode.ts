import { concat } from '@baylink/kernel';

/** A file as memory and disk see it: what was written, and how much of that has reached the disk. */
export class Inode {
  #cached: Uint8Array = new Uint8Array();
  #durable: Uint8Array = new Uint8Array();
  /** After a failed sync the pages count as clean: no later sync brings them to the disk (the kernel's behaviour, I17). */
  #forgotten = false;

  get bytes(): Uint8Array {
    return this.#cached;
  }

  get durable(): Uint8Array {
    return this.#durable;
  }

  append(bytes: Uint8Array): void {
    this.#cached = concat(this.#cached, bytes);
  }

  truncate(size: number): void {
    this.#cached = this.#cached.slice(0, size);
  }

  sync(): void {
    if (!this.#forgotten) this.#durable = this.#cached.slice();
  }

  failSync(): void {
    this.#forgotten = true;
  }

  /** One bit changes where it lies. */
  rot(bit: number): void {
    for (const bytes of [this.#cached, this.#durable]) {
      const at = bit >> 3;
      if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ (1 << (bit & 7));
    }
  }

  /**
   * The power is gone: what was synced is there, and of what was written behind it as much as `share` (0 to 1) says, its
   * last sector torn anywhere.
   */
  cut(share: number): void {
    const kept = this.#durable;
    const grown = this.#cached.length > kept.length && !this.#forgotten;
    const extra = grown ? Math.floor((this.#cached.length - kept.length) * share) : 0;
    this.#cached = concat(kept, this.#cached.slice(kept.length, kept.length + extra));
    this.#durable = this.#cached.slice();
    this.#forgotten = false;
  }
}
