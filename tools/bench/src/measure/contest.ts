import type { Millis } from '@baylink/kernel';

/** The same work done twice: by us, and by the peer that we are held against. */
export interface Round {
  readonly ours: Millis;
  readonly peer: Millis;
}

/** What a contest comes to. `times`: ours / peer, the lower the better. `share`: peer / ours, 1 is all that the peer allows. */
export type RatioKind = 'times' | 'share';

/** What a contest is about, in words for the table. */
export interface ContestCard {
  readonly id: string;
  readonly title: string;
  readonly peer: string;
  readonly ratio: RatioKind;
  /** The ratio that is aimed at, if any: `times` at most this, `share` at least this. */
  readonly aim: number | undefined;
  /** `cpu`: processor time of this process; `wall`: what somebody with a watch sees; `simulated`: no computer's time. */
  readonly clock: 'cpu' | 'wall' | 'simulated';
}

export interface Contest extends ContestCard {
  readonly rounds: number;
  open(): Promise<OpenContest>;
}

export interface OpenContest {
  /** Both sides right after one another, so that both meet the machine in the same mood; `index` counts from 0. */
  round(index: number): Promise<Round>;
  close(): Promise<void>;
}

/** Takes turns in who begins: what the first leaves warm or full helps and hurts both alike. */
export async function alternating(
  index: number,
  ours: () => Promise<Millis>,
  peer: () => Promise<Millis>,
): Promise<Round> {
  if (index % 2 === 0) {
    const first = await ours();
    return { ours: first, peer: await peer() };
  }
  const first = await peer();
  return { ours: await ours(), peer: first };
}
