import { after, type Clock, millis } from '@baylink/kernel';
import type { JobDesk, Staging, VisitTerms } from '@baylink/shop-client/write-path';
import type { Wan } from '../world/wan.js';
import type { Order } from './orders.js';
import { CERTIFICATE, IDS } from './parties.js';

/** What the expert reaches over the internet. */
export interface Shop {
  readonly jobs: JobDesk;
  readonly staging: Staging;
  /** `undefined`: it is not even heard. */
  offer(jws: string, terms: VisitTerms): Promise<Awaited<ReturnType<JobDesk['offer']>> | undefined>;
}

const PIECE = 4096;
const AGAIN = millis(1_000);
/** After so many vain attempts the expert gives the case up. */
const ATTEMPTS = 24;
/** The shop has the plan already, or had it. */
const TAKEN: ReadonlySet<string> = new Set(['RUN-BUSY', 'PLAN-USED']);

export const TERMS = {
  visit: IDS.visit,
  case: IDS.case,
  nonce: IDS.nonce,
  certificate: CERTIFICATE,
  epoch: 1,
} as const;

type Attempt = { readonly kind: 'taken' } | { readonly kind: 'vain' | 'used'; readonly sentence: string };
const lost: Attempt = { kind: 'vain', sentence: 'The shop cannot be reached.' };

/** Stages the file piece by piece and offers the plan; tries again while nothing is heard. */
export class Expert {
  constructor(
    private readonly clock: Clock,
    private readonly wan: Wan,
    private readonly order: Order,
  ) {}

  /** The error is the sentence with which it was given up. */
  async bring(shop: Shop, alive: () => boolean): Promise<string | undefined> {
    let last: Attempt = lost;
    for (let attempt = 0; attempt < ATTEMPTS && alive(); attempt++) {
      last = await this.#attempt(shop);
      if (last.kind === 'taken') return undefined;
      if (last.kind === 'used') return last.sentence;
      await new Promise<void>((resolve) => void this.clock.wake(after(this.clock.now(), AGAIN), resolve));
    }
    return last.kind === 'taken' ? undefined : last.sentence;
  }

  async #attempt(shop: Shop): Promise<Attempt> {
    const { jobs, staging } = shop;
    const { jws, file } = this.order;
    if (file !== undefined) {
      const vain = await this.#stage(staging, file);
      if (vain !== undefined) return vain;
    }
    const offered = await this.wan.ask(() => shop.offer(jws, TERMS));
    if (offered === undefined) return lost;
    if (!offered.ok && offered.error.rule === 'PLAN-USED') return { kind: 'used', sentence: offered.error.sentence };
    if (!offered.ok && !TAKEN.has(offered.error.rule)) return { kind: 'vain', sentence: offered.error.sentence };
    if (!offered.ok && !jobs.reports().some(({ job }) => job === IDS.job))
      return { kind: 'vain', sentence: offered.error.sentence };
    const phrase = jobs.reports().find(({ job }) => job === IDS.job)?.phrase;
    if (phrase !== undefined) this.wan.carry(() => void jobs.phrase(IDS.job, phrase));
    return { kind: 'taken' };
  }

  async #stage(staging: Staging, { sha256, bytes }: NonNullable<Order['file']>): Promise<Attempt | undefined> {
    const size = bytes.length;
    const announced = await this.wan.ask(() => staging.offer(sha256, size));
    if (announced === undefined) return lost;
    if (!announced.ok) return { kind: 'vain', sentence: announced.error.sentence };
    for (let from = announced.value; from < size; ) {
      const piece = bytes.subarray(from, from + PIECE);
      const reached = await this.wan.ask(() => staging.append(sha256, size, from, piece));
      if (reached === undefined) return lost;
      if (!reached.ok) return { kind: 'vain', sentence: reached.error.sentence };
      from = reached.value;
    }
    return undefined;
  }
}
