import { after, type Clock, millis } from '@baylink/kernel';

/** When each copy of one message arrives, in ms from now; none is a loss. */
export type Passage = readonly number[];

/** `undefined` leaves a message as it is. */
export type WanMeddler = (message: number) => Passage | undefined;

const USUAL = 40;
/** Whoever asked over the internet gives up by then. */
export const PATIENCE = millis(15_000);

/** The internet between shop, broker and expert, with everything that can happen to what crosses it. */
export class Wan {
  #messages = 0;
  readonly #meddlers: WanMeddler[] = [];

  constructor(private readonly clock: Clock) {}

  /** The answer ends it. */
  meddle(meddler: WanMeddler): () => void {
    this.#meddlers.push(meddler);
    return () => {
      const at = this.#meddlers.indexOf(meddler);
      if (at >= 0) this.#meddlers.splice(at, 1);
    };
  }

  /** Brings a message to the other side: never, once or several times. */
  carry(arrive: () => void): void {
    for (const delay of this.#passage()) this.clock.wake(after(this.clock.now(), millis(delay)), arrive);
  }

  /** A question and its answer, each over the internet; `undefined` when no answer came in time. */
  ask<T>(work: () => Promise<T>): Promise<T | undefined> {
    return new Promise((resolve) => {
      const cancel = this.clock.wake(after(this.clock.now(), PATIENCE), () => resolve(undefined));
      this.carry(() => {
        void work().then((answer) =>
          this.carry(() => {
            cancel();
            resolve(answer);
          }),
        );
      });
    });
  }

  #passage(): Passage {
    const message = this.#messages++;
    for (const meddler of [...this.#meddlers]) {
      const passage = meddler(message);
      if (passage !== undefined) return passage;
    }
    return [USUAL];
  }
}
