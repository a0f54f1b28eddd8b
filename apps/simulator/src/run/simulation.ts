import { err, errorText, millis } from '@baylink/kernel';
import type { Strike } from '../faults/fault.js';
import { Striker } from '../faults/striker.js';
import { Life } from '../life/life.js';
import { Death, Mortal, type Operation } from '../life/mortal.js';
import type { Life as PastLife, Pause } from '../oracle/evidence.js';
import { Expert } from '../people/expert.js';
import type { Order } from '../people/orders.js';
import { IDS } from '../people/parties.js';
import { Technician } from '../people/technician.js';
import { type Wire, World } from '../world/world.js';

export const OVER = ['DONE', 'ABORTED_CLEAN', 'RESTORED', 'HOLD'] as const;
type Over = (typeof OVER)[number];

/** How a run ended: in a terminal state, or not at all within its time; `refused` is a plan or a start that the shop said no to. */
export type Ending =
  | { readonly kind: 'over'; readonly state: Over; readonly unit: number; readonly sentence: string }
  | { readonly kind: 'refused'; readonly sentence: string }
  | { readonly kind: 'endless'; readonly state: string };

/** Hears every operation of the shop's process, counted over all its lives, and may end that life. */
export type Watch = (operation: Operation, when: 'before' | 'after', count: number, simulation: Simulation) => void;

export interface SimulationOptions {
  readonly seed: number;
  readonly order: Order;
  readonly watch?: Watch;
  readonly strikes?: readonly Strike[];
  /** `messages` unless given. */
  readonly wire?: Wire;
  readonly keepTrace?: boolean;
}

/** How long the machine stays off after its process has died. */
const DOWNTIME = millis(7_000);
/** Simulated time in which everything has to come to an end, without the time in which nothing could happen. (I21) */
const LONGEST = 6 * 3_600_000;
/** Longer than S3. (ISO 14229-2) */
const LAPSED = 6_000;
/** A process that cannot start is started again so often. */
const STARTS = 64;
/** How long people take to read why it did not start: all starts together outlast whatever passes by itself. */
const LOOKED_AT = 15_000;
/** Time is let pass in pieces, so that somebody can look in between. */
const PIECE = 500;

/** One run of the whole write path: a world, and the processes of a shop that live in it one after the other. */
export class Simulation {
  readonly world: World;
  readonly alarms: { readonly at: number; readonly sentence: string }[] = [];
  readonly lives: PastLife[] = [];
  /** When process, machine or link stood still. */
  readonly pauses: Pause[] = [];
  /** What a part of the shop has thrown: a bug, whatever had happened to it. */
  readonly thrown: string[] = [];
  readonly striker: Striker;
  readonly #expert: Expert;
  readonly #technician: Technician;
  #life: { readonly mortal: Mortal; readonly started: Life | undefined } | undefined;
  #lives = 0;
  #operations = 0;
  #step: string = 'BEFORE';
  #refusal: string | undefined;
  downtime = DOWNTIME;

  constructor(private readonly options: SimulationOptions) {
    const { order } = options;
    this.world = new World(options.seed, options.keepTrace ?? false, options.wire ?? 'messages');
    this.world.hearState = (state) => {
      this.#step = state;
      this.striker.look(this);
    };
    this.striker = new Striker(options.strikes ?? [], order.plan.target.unit);
    this.#expert = new Expert(this.world.clock, this.world.wan, order);
    this.#technician = new Technician(this.world.clock, options.seed, (failure) => this.threw(failure));
  }

  get order(): Order {
    return this.options.order;
  }

  /** The parts of the shop that others can reach now. */
  get shop(): Life | undefined {
    return this.#life?.mortal.alive ? this.#life.started : undefined;
  }

  get agreed(): Technician['agreed'] {
    return this.#technician.agreed;
  }

  get operations(): number {
    return this.#operations;
  }

  get state(): string {
    return this.#report()?.state ?? 'none';
  }

  /** Where the job stands, or stood when its process died. */
  get step(): string {
    this.#step = this.world.standing() ?? this.#step;
    return this.#step;
  }

  /** The process ends where it stands; another one starts after `downtime`. */
  kill(): void {
    this.world.trace.add('kill');
    const open = this.lives.at(-1);
    if (open !== undefined) this.lives[this.lives.length - 1] = { ...open, to: this.world.clock.now() };
    this.#life?.mortal.kill();
  }

  /** The process does nothing for a while, because its machine sleeps or its event loop is busy. */
  stall(lasts: number, how: 'counted' | 'not counted'): void {
    this.world.trace.add('stall', String(lasts));
    this.#pause(lasts, how === 'not counted');
    this.#life?.mortal.stall(this.world.clock, lasts, how);
  }

  #stoodStill(): number {
    return this.pauses.reduce((sum, { from, to }) => sum + to - from, 0);
  }

  #pause(lasts: number, unnoticed = false): void {
    const from = this.world.clock.now();
    this.pauses.push({ from, to: from + lasts, unnoticed });
  }

  /** Lets the unit's session lapse, if nobody keeps it. */
  async linger(): Promise<void> {
    await this.world.clock.advance(LAPSED);
  }

  readonly threw = (failure: unknown): void => {
    if (!(failure instanceof Death)) this.thrown.push(errorText(failure));
  };

  /** Lets the run come to its end. */
  async run(): Promise<Ending> {
    const { clock } = this.world;
    this.striker.begin(this);
    while (clock.now() - this.#stoodStill() < LONGEST) {
      if (this.#life === undefined) await this.#begin();
      const asleep = (this.#life?.mortal.stalledUntil ?? 0) - clock.now();
      await clock.advance(Math.max(PIECE, asleep));
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
    if (state === 'HOLD' && !this.#technician.gaveUp) return undefined;
    return state && report ? { kind: 'over', state, unit: report.unit, sentence: report.sentence } : undefined;
  }

  #report() {
    return this.#life?.started?.jobs.reports().find(({ job }) => job === IDS.job);
  }

  async #restart(): Promise<void> {
    this.#pause(this.downtime);
    await this.world.clock.advance(this.downtime);
    this.#life = undefined;
  }

  /** A process starts; what it does at its start can be its end, too. */
  async #begin(): Promise<void> {
    const { watch } = this.options;
    this.#lives++;
    const found = this.world.tap.journal();
    this.lives.push({ from: this.world.clock.now(), to: Number.POSITIVE_INFINITY, found });
    const mortal = new Mortal((operation, when) => {
      if (when === 'before') this.#operations++;
      this.world.trace.add(when, `${operation.medium} ${operation.what}`);
      if (when === 'before') this.striker.operation(this.#operations, this);
      if (mortal.alive) watch?.(operation, when, this.#operations, this);
    });
    this.#life = { mortal, started: undefined };
    const begun = await this.#inTime(
      mortal,
      Life.begin({
        world: this.world,
        mortal,
        bootId: `boot-${this.#lives}`,
        hearAlarm: (sentence) => void (mortal.alive && this.alarms.push({ at: this.world.clock.now(), sentence })),
      }).catch((failure: unknown) => err(String(failure))),
    );
    if (begun === undefined) return;
    if (!begun.ok) {
      this.#notStarted(mortal, begun.error);
      return;
    }
    const life = begun.value;
    this.#life = { mortal, started: life };
    if (life.jobs.running() === undefined)
      void this.#expert
        .bring(life, () => mortal.alive)
        .then((sentence) => {
          if (mortal.alive && sentence !== undefined) this.#refusal = sentence;
        }, this.threw);
    this.#technician.attend(mortal.clock(this.world.clock), life.jobs);
  }

  /** A start takes no time, unless it waits for the broker. */
  async #inTime<T>(mortal: Mortal, work: Promise<T>): Promise<T | undefined> {
    const { clock, broker } = this.world;
    let state: 'going' | 'over' = 'going';
    const outcome = until(mortal, work).finally(() => {
      state = 'over';
    });
    const going = (): boolean => state === 'going';
    while (going()) {
      await new Promise((resolve) => setImmediate(resolve));
      if (going() && broker.asked) await clock.advance(PIECE);
    }
    return outcome;
  }

  /** People look at the sentence, put right what it names, and start again; not for ever. */
  #notStarted(mortal: Mortal, sentence: string): void {
    this.world.trace.add('not started', sentence);
    this.downtime = millis(Math.max(this.downtime, LOOKED_AT));
    if (this.#lives < STARTS) mortal.kill();
    else this.#refusal = sentence;
  }
}

/** What was worked for, or `undefined` when the process has died over it. */
const until = <T>(mortal: Mortal, work: Promise<T>): Promise<T | undefined> =>
  Promise.race([work, mortal.end.then(() => undefined)]);
