import type { Millis } from '@baylink/kernel';

export interface Alarm {
  readonly at: Millis;
  readonly run: () => void;
  /** Alarms of one time ring in the order in which they were set. */
  readonly order: number;
}

const before = (a: Alarm, b: Alarm): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

/** Alarms by time: a binary heap, from which cancelled ones are dropped when they come up. */
export class Alarms {
  readonly #heap: Alarm[] = [];
  readonly #live = new Set<Alarm>();
  #order = 0;

  get size(): number {
    return this.#live.size;
  }

  /** The answer cancels it. */
  set(at: Millis, run: () => void): () => void {
    const alarm: Alarm = { at, run, order: this.#order++ };
    this.#live.add(alarm);
    this.#heap.push(alarm);
    this.#rise(this.#heap.length - 1);
    return () => void this.#live.delete(alarm);
  }

  /** Takes the next one that is due at `end` or before. */
  take(end: Millis): Alarm | undefined {
    for (let first = this.#heap[0]; first !== undefined && first.at <= end; first = this.#heap[0]) {
      this.#drop();
      if (this.#live.delete(first)) return first;
    }
    return undefined;
  }

  #rise(from: number): void {
    const heap = this.#heap;
    for (let at = from; at > 0; ) {
      const up = (at - 1) >> 1;
      const child = heap[at];
      const parent = heap[up];
      if (child === undefined || parent === undefined || !before(child, parent)) return;
      heap[at] = parent;
      heap[up] = child;
      at = up;
    }
  }

  #drop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    heap[0] = last;
    for (let at = 0; ; ) {
      const left = heap[2 * at + 1];
      const right = heap[2 * at + 2];
      if (left === undefined) return;
      const rightFirst = right !== undefined && before(right, left);
      const child = rightFirst ? right : left;
      const down = rightFirst ? 2 * at + 2 : 2 * at + 1;
      if (!before(child, last)) return;
      heap[at] = child;
      heap[down] = last;
      at = down;
    }
  }
}
