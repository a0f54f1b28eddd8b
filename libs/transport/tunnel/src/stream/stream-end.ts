import {
  hasRoom,
  openStream,
  type RandomId,
  type StreamFrame,
  type StreamInput,
  type StreamOut,
  type StreamPayload,
  type StreamState,
  stream,
} from '@baylink/contracts';
import { type Clock, DrivenMachine, unreachable } from '@baylink/kernel';

/** What a stream's owner does for it. */
export interface StreamOwner {
  /** Lost without harm when there is no way now. */
  transmit(frame: StreamFrame): void;
  /** The next payload comes, and this one is acknowledged, once the promise settles. */
  deliver(payload: StreamPayload): Promise<void>;
  /** The peer has taken something: what was refused for lack of room may fit now. */
  drained(): void;
  /** The peer does not know this stream; what it had not taken is lost. Comes once, and nothing after it. */
  reset(): void;
}

/** One end of a reliable stream, running on a clock. */
export class StreamEnd {
  private readonly machine: DrivenMachine<StreamState, StreamInput, StreamOut>;
  private readonly arrived: StreamPayload[] = [];
  private life: 'idle' | 'delivering' | 'over' = 'idle';

  constructor(
    readonly id: RandomId,
    clock: Clock,
    private readonly owner: StreamOwner,
  ) {
    const start = openStream(id, clock.now());
    this.machine = new DrivenMachine(stream, start, clock, { kind: 'tick' }, (out) => this.perform(out));
  }

  /** `false`: the window is full and nothing was taken; `drained` says when to try again. */
  send(payload: StreamPayload): boolean {
    if (this.life === 'over' || !hasRoom(this.machine.state, payload)) return false;
    this.machine.feed({ kind: 'send', payload });
    return true;
  }

  hear(frame: StreamFrame): void {
    if (this.life !== 'over') this.machine.feed({ kind: 'frame', frame });
  }

  /** There is a way to the peer, or a new one. */
  path(): void {
    if (this.life !== 'over') this.machine.feed({ kind: 'path' });
  }

  /** Bytes of file pieces that the peer has not taken yet. */
  get pieceBytesWaiting(): number {
    const { outbox } = this.machine.state;
    return outbox.reduce((sum, one) => sum + (one.kind === 'chunk' ? Math.floor((one.data.length * 3) / 4) : 0), 0);
  }

  noPath(): void {
    if (this.life !== 'over') this.machine.feed({ kind: 'no-path' });
  }

  /** Forgets everything; the owner hears nothing more. */
  close(): void {
    this.life = 'over';
    this.arrived.length = 0;
    this.machine.stop();
  }

  private perform(out: StreamOut): void {
    if (this.life === 'over') return;
    switch (out.kind) {
      case 'transmit':
        this.owner.transmit(out.frame);
        break;
      case 'deliver':
        this.arrived.push(out.payload);
        this.deliverNext();
        break;
      case 'drained':
        this.owner.drained();
        break;
      case 'full':
        break;
      case 'reset':
        this.close();
        this.owner.reset();
        break;
      default:
        unreachable(out);
    }
  }

  private deliverNext(): void {
    if (this.life !== 'idle') return;
    const payload = this.arrived.shift();
    if (payload === undefined) return;
    this.life = 'delivering';
    void this.owner.deliver(payload).then(() => {
      if (this.life === 'over') return;
      this.life = 'idle';
      this.machine.feed({ kind: 'consumed' });
      this.deliverNext();
    });
  }
}
