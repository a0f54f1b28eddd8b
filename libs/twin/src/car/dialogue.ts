import { after, type Millis, millis } from '@baylink/kernel';
import { NEGATIVE_RESPONSE, NRC } from '@baylink/protocols/uds';
import type { CarAction } from './action.js';
import { car } from './car.js';
import { createSampleCar, type SampleCarOptions } from './create.js';
import { FUNCTIONAL } from './sample/profiles.js';
import type { CarInput, CarOut, CarState } from './state.js';

const TESTER = 0x0e00;
/** Long enough for every start of a unit. */
const WARM_UP = millis(400);
const PATIENCE = millis(6_000);

export interface Answer {
  /** The final response, or `undefined` when none came for six seconds after the request or the last 0x78. */
  readonly response: Uint8Array | undefined;
  /** How many 0x78 came before it. */
  readonly pendings: number;
  readonly took: Millis;
}

/** One tester and one car on a clock of their own: a rehearsal. Time passes only as far as the car needs it. */
export class Dialogue {
  #state: CarState;
  #now: Millis;
  readonly #seen: CarOut[] = [];

  constructor(options: Partial<SampleCarOptions> = {}) {
    this.#now = options.at ?? millis(0);
    this.#state = createSampleCar({ chance: 1, ...options, at: this.#now });
    this.pass(WARM_UP);
  }

  get car(): CarState {
    return this.#state;
  }

  get now(): Millis {
    return this.#now;
  }

  /** Everything that came out of the car so far, in order. */
  get seen(): readonly CarOut[] {
    return this.#seen;
  }

  input(input: CarInput): readonly CarOut[] {
    const turn = car.step(this.#state, input, this.#now);
    this.#state = turn.state;
    this.#seen.push(...turn.out);
    return turn.out;
  }

  do(action: CarAction): void {
    this.input({ kind: 'action', action });
  }

  pass(time: Millis): readonly CarOut[] {
    this.#now = after(this.#now, time);
    return this.input({ kind: 'tick' });
  }

  /** Sends a request over DoIP without waiting. */
  send(to: number, bytes: Uint8Array): readonly CarOut[] {
    const addressing = to === FUNCTIONAL.logical ? 'functional' : 'physical';
    return this.input({ kind: 'diagnostic', from: TESTER, to, addressing, bytes });
  }

  ask(to: number, bytes: Uint8Array): Answer {
    const start = this.#now;
    let patience = after(start, PATIENCE);
    let pendings = 0;
    let outs = this.send(to, bytes);
    for (;;) {
      for (const out of outs) {
        if (out.kind !== 'diagnostic' || out.to !== TESTER) continue;
        if (!isPending(out.bytes)) return { response: out.bytes, pendings, took: millis(this.#now - start) };
        pendings++;
        patience = after(this.#now, PATIENCE);
      }
      const due = car.deadline(this.#state);
      if (due === undefined || due > patience) return { response: undefined, pendings, took: millis(patience - start) };
      outs = this.pass(millis(Math.max(0, due - this.#now)));
    }
  }
}

const isPending = (bytes: Uint8Array): boolean =>
  bytes[0] === NEGATIVE_RESPONSE && bytes[2] === NRC.requestCorrectlyReceivedResponsePending;
