import { bytesOf, millis } from '@baylink/kernel';
import {
  createKeeper,
  KEEPER_DEFAULTS,
  type KeeperInput,
  type KeeperOut,
  type KeeperState,
  keeper,
} from '../src/keeper/index.js';

export const ENGINE = 0x1001;
export const BODY = 0x1002;
export const ENTERED = { kind: 'received', unit: ENGINE, bytes: bytesOf(0x50, 0x02, 0, 50, 1, 0xf4) } as const;

/** A keeper on a clock of its own; `said` tells when it did what. */
export class KeeperBench {
  state: KeeperState = createKeeper(KEEPER_DEFAULTS, millis(0));
  now = 0;
  readonly said: (readonly [number, KeeperOut])[] = [];

  feed(...inputs: readonly KeeperInput[]): this {
    for (const input of inputs) {
      const { state, out } = keeper.step(this.state, input, millis(this.now));
      this.state = state;
      this.said.push(...out.map((each) => [this.now, each] as const));
    }
    return this;
  }

  /** Lets time pass, with a tick at every deadline: one that a tick does not put off would never let go of the processor. */
  pass(time: number): this {
    const end = this.now + time;
    for (let at = keeper.deadline(this.state); at !== undefined && at <= end; at = keeper.deadline(this.state)) {
      this.now = Math.max(this.now, at);
      this.feed({ kind: 'tick' });
      const next = keeper.deadline(this.state) ?? Number.POSITIVE_INFINITY;
      if (!(next > this.now)) throw new Error(`at ${this.now} ms the keeper is still due at ${next} ms`);
    }
    this.now = end;
    return this;
  }

  get keptAt(): number[] {
    return this.said.flatMap(([at, out]) => (out.kind === 'keep-alive' ? [at] : []));
  }
}

export const inProgramming = (): KeeperBench => new KeeperBench().feed({ kind: 'attached' }, ENTERED);
