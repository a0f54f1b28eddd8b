import type { Millis } from './units.js';

export interface Alarm {
  readonly at: Millis;
  readonly run: () => void;
}

/** What is to happen when, in one order. Adding and removing cost little where most alarms are removed before they are due. */
export class Alarms {
  /** The next one last; of two for the same time, the older one later in the list. */
  readonly #list: Alarm[] = [];

  get next(): Alarm | undefined {
    return this.#list.at(-1);
  }

  add(alarm: Alarm): void {
    this.#list.splice(this.#notAfter(alarm.at), 0, alarm);
  }

  /** Nothing happens to one that is not there any more. */
  remove(alarm: Alarm): void {
    for (let place = this.#notAfter(alarm.at); this.#list[place]?.at === alarm.at; place++)
      if (this.#list[place] === alarm) {
        this.#list.splice(place, 1);
        return;
      }
  }

  /** Takes out the next one when it is due. */
  takeDue(now: Millis): Alarm | undefined {
    return this.next !== undefined && this.next.at <= now ? this.#list.pop() : undefined;
  }

  /** The first place whose alarm is at this time or before it. */
  #notAfter(at: Millis): number {
    let low = 0;
    let high = this.#list.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#list[middle]?.at ?? at) > at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
