import type { FunctionalAddress } from '@baylink/protocols/iso-tp';

type Search = { readonly kind: 'not-asked' } | { readonly kind: 'asked' | 'found'; readonly place: number };

/**
 * Where requests to all go in a car of which nobody knows how its identifiers look: to one place, and to the next one
 * after nobody has answered there. Where somebody has answered it stays. (ISO 15765-4, initialisation: 11 bits, then 29)
 */
export class FunctionalPlaces {
  #search: Search = { kind: 'not-asked' };

  constructor(private readonly places: readonly FunctionalAddress[]) {}

  get next(): readonly FunctionalAddress[] {
    const search = this.#search;
    const place =
      search.kind === 'not-asked'
        ? 0
        : search.kind === 'found'
          ? search.place
          : (search.place + 1) % this.places.length;
    if (search.kind !== 'found') this.#search = { kind: 'asked', place };
    return this.places.slice(place, place + 1);
  }

  /** A unit has answered that hears requests to all there. */
  answered(request: number | undefined): void {
    const place = this.places.findIndex((each) => each.request === request);
    if (this.#search.kind !== 'found' && place !== -1) this.#search = { kind: 'found', place };
  }
}
