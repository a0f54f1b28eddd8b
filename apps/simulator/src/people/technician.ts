import { after, type Clock, type Millis, millis } from '@baylink/kernel';
import type { JobDesk } from '@baylink/shop-client/write-path';
import { IDS } from './parties.js';

const HELD = millis(3100);
const LOOKS_EVERY = millis(500);
/** How often HOLD's next step is taken before it is left to others. */
const CONTINUES = 1;

export type Agreed = Parameters<JobDesk['acknowledge']>[0];

/** A gate that has refused for so many looks, a minute, is refusing for good: most technicians stop the job then. */
const LOOKS = 120;
/** One technician in so many waits as long as the shop does. */
const PATIENT = 8;

/** Reads the bay screen twice a second, agrees when asked to, stops a job that nobody has announced or that a gate keeps refusing, looks at the result, and presses continue in HOLD once. */
export class Technician {
  #busy: 'no' | { readonly since: Millis } = 'no';
  #continued = 0;
  #agreed: Agreed | undefined;
  #refused = 0;

  constructor(
    private readonly clock: Clock,
    /** Decides how patient this one is. */
    private readonly seed: number,
    private readonly threw: (failure: unknown) => void,
  ) {}

  /** What was agreed to last. */
  get agreed(): Agreed | undefined {
    return this.#agreed;
  }

  /** HOLD is left to others from now on. */
  get gaveUp(): boolean {
    return this.#continued >= CONTINUES;
  }

  /** Works at this process's screen as long as it lives. */
  attend(clock: Clock, jobs: JobDesk): void {
    this.#busy = 'no';
    const look = (): void => {
      this.#see(jobs);
      clock.wake(after(clock.now(), LOOKS_EVERY), look);
    };
    look();
  }

  #see(jobs: JobDesk): void {
    for (const stranger of jobs.runs())
      if (stranger.report.job !== IDS.job) jobs.stop(stranger.report.job, 'technician');
    const run = jobs.runs().find(({ report }) => report.job === IDS.job);
    if (run === undefined) return;
    const { report, wanted } = run;
    if (wanted === 'hold-to-agree' && report.gates.every(({ holds }) => holds)) this.#hold(jobs, report.planDigest);
    else this.#busy = 'no';
    this.#refused = report.gates.every(({ holds }) => holds) ? 0 : this.#refused + 1;
    if (this.#refused > LOOKS && this.seed % PATIENT !== 0) jobs.stop(IDS.job, 'technician');
    if (report.state === 'CONFIRMED') jobs.confirm(IDS.job).catch(this.threw);
    if (report.state === 'HOLD' && this.#continued < CONTINUES) {
      this.#continued++;
      jobs.confirm(IDS.job).catch(this.threw);
    }
  }

  #hold(jobs: JobDesk, planDigest: string): void {
    if (this.#busy === 'no') {
      this.#busy = { since: this.clock.now() };
      return;
    }
    const held = millis(this.clock.now() - this.#busy.since);
    if (held < HELD) return;
    this.#busy = 'no';
    this.#agreed = { job: IDS.job, planDigest, held };
    jobs.acknowledge(this.#agreed).catch(this.threw);
  }
}
