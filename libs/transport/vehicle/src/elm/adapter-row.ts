/** Turns that may wait for the adapter. */
export const MOST_TURNS = 32;

/** The adapter does one thing at a time: everybody has a turn, in order. */
export class AdapterRow {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** `hurry` asks whoever has the turn not to wait longer than it must. */
  constructor(private readonly hurry: () => void) {}

  /** Beside the one that has its turn. */
  get othersWait(): boolean {
    return this.#waiting > 1;
  }

  /** `undefined` when the row is full. */
  inTurn<T>(run: () => Promise<T>): Promise<T> | undefined {
    if (this.#waiting >= MOST_TURNS) return undefined;
    this.#waiting++;
    this.hurry();
    const done = this.#last.then(run).finally(() => {
      this.#waiting--;
    });
    this.#last = done.catch(() => undefined);
    return done;
  }
}
