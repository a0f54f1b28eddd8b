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
    const held: Event[] = [];
    this.#held = held;
    // A tick that is asked for between two promises comes when no promise is left, and before the loop looks at its sockets again.
    void Promise.resolve().then(() =>
      process.nextTick(() => {
        this.#held = undefined;
        for (const event of held) this.#listener(event);
      }),
    );
  }
}
