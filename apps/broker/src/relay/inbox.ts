/** Stops and restarts the reading of a source. */
export interface Valve {
  hold(): void;
  release(): void;
}

export interface InboxEnds {
  /** More than `limit` bytes wait: the source does not obey its valve. */
  flood(): void;
  /** Dealing with a message went wrong in a way nobody expected. */
  fault(error: unknown): void;
}

/**
 * Deals with the messages of one source one after the other, in the order they came. While one is being dealt with the
 * valve is closed; what had been read before still comes in and waits, up to `limit` bytes. After a flood or a fault
 * nothing more is taken.
 */
export class Inbox<T> {
  private readonly queue: { readonly message: T; readonly bytes: number }[] = [];
  private queuedBytes = 0;
  private state: 'idle' | 'busy' | 'closed' = 'idle';

  constructor(
    private readonly handle: (message: T) => void | Promise<void>,
    private readonly valve: Valve,
    private readonly limit: number,
    private readonly ends: InboxEnds,
  ) {}

  accept(message: T, bytes: number): void {
    if (this.state === 'closed') return;
    this.queue.push({ message, bytes });
    this.queuedBytes += bytes;
    if (this.state === 'idle') this.drain();
    else if (this.queuedBytes > this.limit) this.end(() => this.ends.flood());
  }

  close(): void {
    this.state = 'closed';
    this.queue.length = 0;
    this.queuedBytes = 0;
  }

  /** Deals with what waits; answers whether it came to the end. */
  private drain(): boolean {
    for (let next = this.queue.shift(); next !== undefined; next = this.queue.shift()) {
      this.queuedBytes -= next.bytes;
      const done = this.attempt(next.message);
      if (done === undefined) continue;
      if (this.state === 'idle') this.valve.hold();
      this.state = 'busy';
      done.then(
        () => this.resume(),
        (error: unknown) => this.end(() => this.ends.fault(error)),
      );
      return false;
    }
    return true;
  }

  private resume(): void {
    if (this.state === 'closed' || !this.drain()) return;
    this.state = 'idle';
    this.valve.release();
  }

  private attempt(message: T): void | Promise<void> {
    try {
      return this.handle(message);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  private end(tell: () => void): void {
    if (this.state === 'closed') return;
    this.close();
    tell();
  }
}
