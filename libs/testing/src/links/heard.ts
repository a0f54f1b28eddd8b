/** Everything that a link has told its one listener, in order, with a way to wait for more. */
export class Heard<Event extends { readonly kind: string }> {
  readonly events: Event[] = [];
  #changed: () => void = () => {};

  constructor(link: { listen(listener: (event: Event) => void): void }) {
    link.listen((event) => {
      this.events.push(event);
      this.#changed();
    });
  }

  of<Kind extends Event['kind']>(kind: Kind): Extract<Event, { kind: Kind }>[] {
    return this.events.filter((event): event is Extract<Event, { kind: Kind }> => event.kind === kind);
  }

  /** Resolves with the first `count` events of this kind as soon as they have been told. */
  async until<Kind extends Event['kind']>(kind: Kind, count = 1): Promise<Extract<Event, { kind: Kind }>[]> {
    while (this.of(kind).length < count) await new Promise<void>((resolve) => (this.#changed = resolve));
    return this.of(kind).slice(0, count);
  }
}
