/** What becomes of one message on its way; several are duplicates, none is a loss. */
export interface Fate {
  readonly bytes: Uint8Array;
  /** Milliseconds beyond the usual. */
  readonly delay: number;
}

export interface ResponseFate extends Fate {
  readonly from: number;
}

/** Meddles with messages while it is in force; `undefined` leaves a message as it is. */
export interface Meddler {
  readonly request?: (unit: number, bytes: Uint8Array) => readonly Fate[] | undefined;
  readonly response?: (unit: number, bytes: Uint8Array) => readonly ResponseFate[] | undefined;
}

export interface Tapped {
  readonly direction: 'tx' | 'rx';
  readonly unit: number;
  readonly bytes: Uint8Array;
}

/** The cable between adapter and car, with everything that can happen to it and to what it carries. */
export class Cable {
  #plugged = true;
  readonly #meddlers: Meddler[] = [];
  readonly #watchers = new Set<() => void>();

  constructor(private readonly hear: (tapped: Tapped) => void) {}

  get plugged(): boolean {
    return this.#plugged;
  }

  plug(): void {
    this.#plugged = true;
  }

  unplug(): void {
    this.#plugged = false;
    for (const watcher of [...this.#watchers]) watcher();
  }

  /** Told when it is pulled out. The answer ends it. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  meddle(meddler: Meddler): () => void {
    this.#meddlers.push(meddler);
    return () => void this.#meddlers.splice(this.#meddlers.indexOf(meddler), 1);
  }

  /** The first meddler that has something to say decides. */
  request(unit: number, bytes: Uint8Array): readonly Fate[] {
    for (const { request } of [...this.#meddlers]) {
      const fates = request?.(unit, bytes);
      if (fates !== undefined) return fates;
    }
    return [{ bytes, delay: 0 }];
  }

  response(from: number, bytes: Uint8Array): readonly ResponseFate[] {
    for (const { response } of [...this.#meddlers]) {
      const fates = response?.(from, bytes);
      if (fates !== undefined) return fates;
    }
    return [{ from, bytes, delay: 0 }];
  }

  tap(direction: 'tx' | 'rx', unit: number, bytes: Uint8Array): void {
    this.hear({ direction, unit, bytes });
  }
}
