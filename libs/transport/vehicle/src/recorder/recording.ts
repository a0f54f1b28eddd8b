import { type ByteCount, byteCount, type Millis } from '@baylink/kernel';
import type { CanFrame } from '@baylink/protocols/can';

export type Way = 'tx' | 'rx';

/** One whole message, or one frame, with its monotonic time: when it was handed down, or when it was heard. */
export type LinkRecord =
  /** `unit` is its logical address; `undefined` for a request to all. */
  | {
      readonly layer: 'diagnostic';
      readonly at: Millis;
      readonly way: Way;
      readonly unit: number | undefined;
      readonly bytes: Uint8Array;
    }
  | { readonly layer: 'can'; readonly at: Millis; readonly way: Way; readonly frame: CanFrame };

export interface RecordingBounds {
  readonly records: number;
  readonly bytes: ByteCount;
}

const BOUNDS: RecordingBounds = { records: 100_000, bytes: byteCount(32 * 1024 * 1024) };

const sizeOf = (record: LinkRecord): number =>
  record.layer === 'can' ? record.frame.data.length : record.bytes.length;

/** Keeps the newest records within its bounds, and counts those that had to make room. */
export class Recording {
  readonly #records = new Map<number, LinkRecord>();
  #next = 0;
  #bytes = 0;
  #lost = 0;

  constructor(private readonly bounds: RecordingBounds = BOUNDS) {}

  add(record: LinkRecord): void {
    this.#records.set(this.#next++, record);
    this.#bytes += sizeOf(record);
    for (const [index, oldest] of this.#records) {
      if (this.#records.size <= this.bounds.records && this.#bytes <= this.bounds.bytes) break;
      this.#records.delete(index);
      this.#bytes -= sizeOf(oldest);
      this.#lost++;
    }
  }

  /** Oldest first. */
  get records(): readonly LinkRecord[] {
    return [...this.#records.values()];
  }

  get lost(): number {
    return this.#lost;
  }
}
