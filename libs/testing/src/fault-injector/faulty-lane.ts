import { after, type Clock, unreachable } from '@baylink/kernel';
import type { Fault } from './fault-plan.js';

/** One direction of a faulty link: things go in one by one and come out as their faults want it. */
export class FaultyLane<Thing> {
  readonly #held: Thing[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly corrupt: (thing: Thing) => Thing,
    private readonly out: (thing: Thing) => void,
  ) {}

  pass(thing: Thing, fault: Exclude<Fault, { kind: 'cut' }> | undefined): void {
    switch (fault?.kind) {
      case 'drop':
      case 'refuse':
        return;
      case 'delay':
        this.clock.wake(after(this.clock.now(), fault.by), () => this.out(thing));
        return;
      case 'reorder':
        this.#held.push(thing);
        return;
      case 'duplicate':
        this.out(thing);
        this.#after(thing);
        return;
      case 'corrupt':
        this.#after(this.corrupt(thing));
        return;
      case undefined:
        this.#after(thing);
        return;
      default:
        unreachable(fault);
    }
  }

  #after(thing: Thing): void {
    this.out(thing);
    for (const held of this.#held.splice(0)) this.out(held);
  }
}
