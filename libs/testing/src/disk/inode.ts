import { concat } from '@baylink/kernel';

const FIRST_CAPACITY = 256;

/** A file as memory and disk see it: what was written, and how much of that has reached the disk. */
export class Inode {
  /** Longer than the file, so that a file that grows is not copied each time. Bytes that were handed out never change. */
  #buffer: Uint8Array = new Uint8Array();
  #cached: Uint8Array = this.#buffer;
  #durable: Uint8Array = this.#buffer;
  /** After a failed sync these bytes count as clean: no later sync brings them to the disk (the kernel's behaviour, I17). */
  #forgotten: { readonly from: number; readonly to: number }[] = [];

  get bytes(): Uint8Array {
    return this.#cached;
  }

  get durable(): Uint8Array {
    return this.#durable;
  }

  append(bytes: Uint8Array): void {
    const from = this.#cached.length;
    const size = from + bytes.length;
    if (size > this.#buffer.length) this.#grow(Math.max(FIRST_CAPACITY, 2 * size));
    this.#buffer.set(bytes, from);
    this.#cached = this.#buffer.subarray(0, size);
  }

  truncate(size: number): void {
    this.#replace(this.#cached.slice(0, size));
    this.#forgotten = this.#forgotten.filter(({ from }) => from < size);
  }

  /** Where bytes were forgotten the disk has zeros: the file is as long as it should be, with a hole in it. */
  sync(): void {
    this.#durable = this.#withHoles();
  }

  failSync(): void {
    this.#forgotten.push({ from: this.#durable.length, to: this.#cached.length });
  }

  /** One bit changes where it lies. */
  rot(bit: number): void {
    const at = bit >> 3;
    const rotten = (bytes: Uint8Array): Uint8Array =>
      bytes.map((byte, index) => (index === at ? byte ^ (1 << (bit & 7)) : byte));
    this.#replace(rotten(this.#cached));
    this.#durable = rotten(this.#durable);
  }

  /** Somebody else writes other bytes over it, durably, behind everybody's back. */
  exchange(bytes: Uint8Array): void {
    this.#replace(bytes);
    this.#durable = bytes;
  }

  /**
   * The power is gone: what was synced is there, and of what was written behind it as much as `share` (0 to 1) says, its
   * last sector torn anywhere.
   */
  cut(share: number): void {
    const kept = this.#durable;
    const grown = this.#cached.length > kept.length && this.#forgotten.length === 0;
    const extra = grown ? Math.floor((this.#cached.length - kept.length) * share) : 0;
    this.#replace(concat(kept, this.#cached.slice(kept.length, kept.length + extra)));
    this.#durable = this.#cached;
    this.#forgotten = [];
  }

  #withHoles(): Uint8Array {
    if (this.#forgotten.length === 0) return this.#cached;
    const bytes = this.#cached.slice();
    for (const { from, to } of this.#forgotten) bytes.fill(0, from, to);
    return bytes;
  }

  #grow(capacity: number): void {
    const buffer = new Uint8Array(capacity);
    buffer.set(this.#cached);
    this.#buffer = buffer;
  }

  #replace(bytes: Uint8Array): void {
    this.#buffer = bytes;
    this.#cached = bytes;
  }
}
