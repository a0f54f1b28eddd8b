import { type Millis, millis } from '@baylink/kernel';
import {
  type ChannelInput,
  type ChannelOut,
  type ChannelState,
  IDLE_CHANNEL,
  type IsoTpOptions,
  isoTpChannel,
} from './index.js';

type Transmit = Extract<ChannelOut, { kind: 'transmit' }>;

/** One channel with its driver in simulated time. */
export class End {
  readonly received: Uint8Array[] = [];
  readonly ends: string[] = [];
  readonly queue: Transmit[] = [];
  /** The most frames that one input has made it hand over. */
  most = 0;
  state: ChannelState = IDLE_CHANNEL;
  private readonly machine;

  constructor(readonly options: IsoTpOptions) {
    this.machine = isoTpChannel(options);
  }

  feed(input: ChannelInput, now: Millis): void {
    const { state, out } = this.machine.step(this.state, input, now);
    this.state = state;
    const transmits = out.filter((each) => each.kind === 'transmit');
    this.most = Math.max(this.most, transmits.length);
    this.queue.push(...transmits);
    for (const each of out) {
      if (each.kind === 'message') this.received.push(each.bytes);
      if (each.kind === 'confirm') this.ends.push('confirm');
      if (each.kind === 'refused') this.ends.push(each.reason);
      if (each.kind === 'failed' && each.direction === 'tx') this.ends.push(each.error);
    }
  }

  due(): number {
    return this.machine.deadline(this.state) ?? Number.POSITIVE_INFINITY;
  }
}

/** What becomes of one frame on the bus: how often it arrives, and behind how many of those that follow it. */
export interface Fate {
  readonly copies: number;
  readonly behind: number;
}
export const SOUND: Fate = { copies: 1, behind: 0 };

export class Bus {
  now = millis(0);
  private frames = 0;
  private late: { readonly to: End; readonly data: Uint8Array; left: number }[] = [];

  constructor(
    private readonly ends: readonly [End, End],
    private readonly fateOf: (frame: number) => Fate,
  ) {}

  /** Until nobody has anything to send or to wait for; the bound on the turns is the bound on the frames. */
  settle(most = 20_000): void {
    for (let turn = 0; turn < most; turn++) {
      const from = this.ends.find(({ queue }) => queue.length > 0);
      const next = from?.queue.shift();
      if (from !== undefined && next !== undefined) this.carry(from, next);
      else if (!this.wait()) return;
    }
    throw new Error('it does not come to an end');
  }

  private carry(from: End, { data, ticket }: Transmit): void {
    this.now = millis(this.now + 1);
    const to = from === this.ends[0] ? this.ends[1] : this.ends[0];
    const { copies, behind } = this.fateOf(this.frames++);
    for (let copy = 0; copy < copies; copy++) this.late.push({ to, data, left: behind });
    from.feed({ kind: 'sent', ticket }, this.now);
    this.arrive(1);
  }

  private arrive(passed: number): void {
    const all = this.late;
    this.late = [];
    for (const each of all) {
      if (each.left > 0) this.late.push({ ...each, left: each.left - passed });
      else each.to.feed({ kind: 'frame', data: each.data }, this.now);
    }
  }

  private wait(): boolean {
    if (this.late.length > 0) {
      this.arrive(Number.POSITIVE_INFINITY);
      return true;
    }
    const due = Math.min(...this.ends.map((end) => end.due()));
    if (due === Number.POSITIVE_INFINITY) return false;
    this.now = millis(Math.max(this.now, due));
    for (const end of this.ends) end.feed({ kind: 'tick' }, this.now);
    return true;
  }

  send(from: 0 | 1, bytes: Uint8Array): void {
    this.ends[from].feed({ kind: 'send', bytes }, this.now);
  }
}
