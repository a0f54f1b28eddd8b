import { after, type Clock, millis } from '@baylink/kernel';

/** The near end of a connection. `ready` says whether the system has taken what was sent before. */
export interface Sink<T> {
  ready(): boolean;
  send(item: T): void;
}

export interface OutboxLimits {
  /** Bytes that may wait before sources are held back; they are released at half of it. */
  readonly highWater: number;
  /** Milliseconds in which the queue must come down to half the high-water mark. */
  readonly stall: number;
}

type State =
  | { readonly kind: 'flowing' }
  | { readonly kind: 'held'; readonly cancelStall: () => void; readonly waiting: ((delivered: boolean) => void)[] }
  | { readonly kind: 'closed' };

/**
 * What waits for one destination. Bounded because every source puts one item and then waits: at most the high-water
 * mark and one item of each source are in memory. A destination that stays full is given up (`onStall`).
 */
export class Outbox<T> {
  private readonly queue: { readonly item: T; readonly bytes: number }[] = [];
  private queuedBytes = 0;
  private state: State = { kind: 'flowing' };

  constructor(
    private readonly sink: Sink<T>,
    private readonly limits: OutboxLimits,
    private readonly clock: Clock,
    private readonly onStall: () => void,
  ) {}

  get bytes(): number {
    return this.queuedBytes;
  }

  /**
   * Queues one item. `true`: go on; a promise: send nothing more until it settles. `false`: the destination is gone and
   * the item with it.
   */
  put(item: T, bytes: number): boolean | Promise<boolean> {
    if (this.state.kind === 'closed') return false;
    this.queue.push({ item, bytes });
    this.queuedBytes += bytes;
    this.pump();
    return this.queuedBytes <= this.limits.highWater || this.wait();
  }

  /** To be called whenever the sink may have become ready. */
  pump(): void {
    while (this.state.kind !== 'closed' && this.sink.ready()) {
      const next = this.queue.shift();
      if (next === undefined) break;
      this.queuedBytes -= next.bytes;
      this.sink.send(next.item);
    }
    if (this.state.kind === 'held' && this.queuedBytes <= this.limits.highWater / 2) this.release(this.state);
  }

  close(): void {
    const { state } = this;
    this.state = { kind: 'closed' };
    this.queue.length = 0;
    this.queuedBytes = 0;
    if (state.kind !== 'held') return;
    state.cancelStall();
    for (const settle of state.waiting) settle(false);
  }

  private wait(): Promise<boolean> {
    if (this.state.kind !== 'held') {
      const cancelStall = this.clock.wake(after(this.clock.now(), millis(this.limits.stall)), this.onStall);
      this.state = { kind: 'held', cancelStall, waiting: [] };
    }
    const { waiting } = this.state;
    return new Promise((settle) => waiting.push(settle));
  }

  private release(state: State & { kind: 'held' }): void {
    this.state = { kind: 'flowing' };
    state.cancelStall();
    for (const settle of state.waiting) settle(true);
  }
}
