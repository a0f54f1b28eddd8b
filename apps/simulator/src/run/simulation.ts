import { millis } from '@baylink/kernel';
import { Life } from '../life/life.js';
import { Mortal, type Operation } from '../life/mortal.js';
import type { Order } from '../people/orders.js';
import { CERTIFICATE, IDS } from '../people/parties.js';
import { Technician } from '../people/technician.js';
import { World } from '../world/world.js';

export const OVER = ['DONE', 'ABORTED_CLEAN', 'RESTORED', 'HOLD'] as const;
type Over = (typeof OVER)[number];

/** How a run ended: in a terminal state, or not at all within its time; `refused` is a plan or a start that the shop said no to. */
export type Ending =
  | { readonly kind: 'over'; readonly state: Over; readonly sentence: string }
  | { readonly kind: 'refused'; readonly sentence: string }
  | { readonly kind: 'endless'; readonly state: string };

/** Hears every operation of the shop's process, counted over all its lives, and may end that life. */
export type Watch = (operation: Operation, when: 'before' | 'after', count: number, simulation: Simulation) => void;

export interface SimulationOptions {
  readonly seed: number;
  readonly order: Order;
  readonly watch?: Watch;
  readonly keepTrace?: boolean;
}

/** How long the machine stays off after its process has died. */
const DOWNTIME = millis(7_000);
/** Simulated time in which everything has to come to an end. (I21) */
const LONGEST = 3 * 3_600_000;
/** Time is let pass in pieces, so that somebody can look in between. */
const PIECE = 250;

/** One run of the whole write path: a world, and the processes of a shop that live in it one after the other. */
export class Simulation {
  readonly world: World;
  readonly alarms: string[] = [];
  readonly #technician: Technician;
  #life: { readonly mortal: Mortal; readonly started: Life | undefined } | undefined;
  #lives = 0;
  #operations = 0;
  #refusal: string | undefined;
  downtime = DOWNTIME;

  constructor(private readonly options: SimulationOptions) {
    this.world = new World(options.seed, options.keepTrace ?? false);
    this.#technician = new Technician(this.world.clock, 1);
  }

  get operations(): number {
    return this.#operations;
  }

  get state(): string {
    return this.#report()?.state ?? 'none';
  }

  /** The process ends where it stands; another one starts after `downtime`. */
  kill(): void {
    this.world.trace.add('kill');
    this.#life?.mortal.kill();
  }

  /** Lets the run come to its end. */
  async run(): Promise<Ending> {
    const { clock } = this.world;
    while (clock.now() < LONGEST) {
      if (this.#life === undefined) await this.#begin();
      await clock.advance(PIECE);
      if (this.#life?.mortal.alive === false) await this.#restart();
      const ending = this.#ending();
      if (ending !== undefined) return ending;
    }
    return { kind: 'endless', state: this.state };
  }

  #ending(): Ending | undefined {
    if (this.#refusal !== undefined) return { kind: 'refused', sentence: this.#refusal };
    const report = this.#report();
    const state = OVER.find((over) => over === report?.state);
    return state && report ? { kind: 'over', state, sentence: report.sentence } : undefined;
  }

  #report() {
    return this.#life?.started?.jobs.reports().find(({ job }) => job === IDS.job);
  }

  async #restart(): Promise<void> {
    await this.world.clock.advance(this.downtime);
    this.#life = undefined;
  }

  /** A process starts; what it does at its start can be its end, too. */
  async #begin(): Promise<void> {
    const { watch } = this.options;
    this.#lives++;
    const mortal = new Mortal((operation, when) => {
      if (when === 'before') this.#operations++;
      this.world.trace.add(when, `${operation.medium} ${operation.what}`);
      watch?.(operation, when, this.#operations, this);
    });
    this.#life = { mortal, started: undefined };
    const begun = await until(
      mortal,
      Life.begin({
        world: this.world,
        mortal,
        bootId: `boot-${this.#lives}`,
        hearAlarm: (sentence) => void (mortal.alive && this.alarms.push(sentence)),
      }),
    );
    if (begun === undefined) return;
    if (!begun.ok) {
      this.#refusal = begun.error;
      return;
    }
    const life = begun.value;
    this.#life = { mortal, started: life };
    if (life.jobs.running() === undefined) await until(mortal, this.#offer(life));
    this.#technician.attend(mortal.clock(this.world.clock), life.jobs);
  }

  /** The expert stages the file and offers the plan; again after a crash before it was taken. */
  async #offer({ jobs, staging }: Life): Promise<void> {
    const { jws, file } = this.options.order;
    if (file !== undefined) {
      await staging.offer(file.sha256, file.bytes.length);
      const staged = await staging.append(file.sha256, file.bytes.length, 0, file.bytes);
      if (!staged.ok) {
        this.#refusal = staged.error.sentence;
        return;
      }
    }
    const terms = { visit: IDS.visit, case: IDS.case, nonce: IDS.nonce, certificate: CERTIFICATE, epoch: 1 };
    const offered = await jobs.offer(jws, terms);
    if (!offered.ok) this.#refusal = offered.error.sentence;
    else jobs.phrase(IDS.job, offered.value.report.phrase);
  }
}

/** What was worked for, or `undefined` when the process has died over it. */
const until = <T>(mortal: Mortal, work: Promise<T>): Promise<T | undefined> =>
  Promise.race([work, mortal.end.then(() => undefined)]);
