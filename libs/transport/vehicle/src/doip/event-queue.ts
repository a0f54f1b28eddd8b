/** Tells events to one listener in order, at once or, after `hold`, when everything that waits for a promise has run. */
export class EventQueue<Event> {
  #listener: (event: Event) => void = () => {};
  #held: Event[] | undefined;

  listen(listener: (event: Event) => void): void {
    this.#listener = listener;
  }

  tell(event: Event): void {
    if (this.#held === undefined) this.#listener(event);
    else this.#held.push(event);
  }

  hold(): void {
    if (this.#held !== undefined) return;
    this.#held = [];
    void SETTLED.then(this.#afterPromises);
  }

  // A tick that is asked for between two promises comes when no promise is left, and before the loop looks at its sockets again.
  readonly #afterPromises = (): void => process.nextTick(this.#release);

  readonly #release = (): void => {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const event of held) this.#listener(event);
  };
}

const SETTLED = Promise.resolve();
