/** Stops and restarts the reading of a source. */
export interface Valve {
  hold(): void;
  release(): void;
}

/**
 * Deals with the messages of one source one after the other, in the order they came. While one is being dealt with the
 * valve is closed; what had been read before still comes in and waits, up to `limit` bytes, past which `onFlood` is
 * called and the rest is dropped.
 */
export class Inbox<T> {
  private readonly queue: { readonly message: T; readonly bytes: number }[] = [];
  private queuedBytes = 0;
  private state: 'idle' | 'busy' | 'closed' = 'idle';

  constructor(
    private readonly handle: (message: T) => void | Promise<void>,
    private readonly valve: Valve,
    private readonly limit: number,
    private readonly onFlood: () => void,
  ) {}

  accept(message: T, bytes: number): void {
    if (this.state === 'closed') return;
    if (this.state === 'busy') {
      this.queue.push({ message, bytes });
      this.queuedBytes += bytes;
      if (this.queuedBytes <= this.limit) return;
      this.close();
      this.onFlood();
      return;
    }
    const done = this.handle(message);
    if (done !== undefined) this.waitFor(done);
  }

  close(): void {
    this.state = 'closed';
    this.queue.length = 0;
    this.queuedBytes = 0;
  }

  private waitFor(done: Promise<void>): void {
    this.state = 'busy';
    this.valve.hold();
    void done.then(() => this.drain());
  }

  private drain(): void {
    if (this.state === 'closed') return;
    this.state = 'idle';
    for (;;) {
      const next = this.queue.shift();
      if (next === undefined) break;
      this.queuedBytes -= next.bytes;
      const done = this.handle(next.message);
      if (done !== undefined) {
        this.state = 'busy';
        void done.then(() => this.drain());
        return;
      }
    }
    this.valve.release();
  }
}
