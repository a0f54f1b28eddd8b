import type { LinkError } from '@baylink/transport-vehicle';

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

/** One frame on the bus, and who sent it. */
export interface Framed {
  readonly data: Uint8Array;
  readonly from: string;
}

export interface FrameFate {
  readonly data: Uint8Array;
  readonly delay: number;
}

/** A shop looks for a lost adapter every 2 s. */
const REOPENED = 2_500;

type FrameMeddler = (frame: Framed) => readonly FrameFate[] | undefined;
type Hearer = (unit: number, bytes: Uint8Array) => void;

/** The cable between adapter and car, with everything that can happen to it and to what it carries. */
export class Cable {
  #plugged = true;
  #lost: LinkError = { kind: 'lost', message: 'The adapter was unplugged: plug it in again.' };
  #refusal: { left: number; readonly error: LinkError; readonly felt: () => void } | undefined;
  readonly #frameMeddlers: FrameMeddler[] = [];
  readonly #hearers = new Set<Hearer>();
  readonly #meddlers: Meddler[] = [];
  readonly #watchers = new Set<() => void>();
  readonly #outages: { readonly from: number; to: number }[] = [];

  constructor(
    private readonly hear: (tapped: Tapped) => void,
    private readonly now: () => number,
  ) {}

  /** When there was no link, as far as `now`; opening it anew takes a while, too. */
  outages(now: number): readonly { readonly from: number; readonly to: number }[] {
    return this.#outages.map(({ from, to }) => ({ from, to: Math.min(now, to + REOPENED) }));
  }

  get plugged(): boolean {
    return this.#plugged;
  }

  plug(): void {
    this.#plugged = true;
    const last = this.#outages.at(-1);
    if (last !== undefined) last.to = this.now();
  }

  /** Why there is no link while it is not plugged. */
  get lost(): LinkError {
    return this.#lost;
  }

  unplug(message: string): void {
    this.#plugged = false;
    this.#outages.push({ from: this.now(), to: Number.POSITIVE_INFINITY });
    this.#lost = { kind: 'lost', message };
    for (const watcher of [...this.#watchers]) watcher();
  }

  /** Told when it is pulled out. The answer ends it. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** A message that no unit of this conversation has sent reaches the adapter. */
  intrude(unit: number, bytes: Uint8Array): void {
    for (const hearer of [...this.#hearers]) hearer(unit, bytes);
  }

  /** Hears what intrudes. The answer ends it. */
  hearIntruders(hearer: Hearer): () => void {
    this.#hearers.add(hearer);
    return () => this.#hearers.delete(hearer);
  }

  /** The adapter does not take the next `count` messages. */
  refuse(count: number, error: LinkError, felt: () => void): void {
    this.#refusal = { left: count, error, felt };
  }

  /** Why the adapter does not take this message. */
  refusal(): LinkError | undefined {
    const refusal = this.#refusal;
    if (refusal === undefined) return undefined;
    refusal.felt();
    refusal.left--;
    if (refusal.left <= 0) this.#refusal = undefined;
    return refusal.error;
  }

  /** In force until it has changed `count` frames. */
  meddleFrames(count: number, meddler: FrameMeddler): void {
    let left = count;
    const counting: FrameMeddler = (frame) => {
      const fates = meddler(frame);
      if (fates !== undefined && --left === 0) this.#frameMeddlers.splice(this.#frameMeddlers.indexOf(counting), 1);
      return fates;
    };
    this.#frameMeddlers.push(counting);
  }

  /** What becomes of a frame; `undefined`: nothing special. */
  frame(framed: Framed): readonly FrameFate[] | undefined {
    for (const meddler of [...this.#frameMeddlers]) {
      const fates = meddler(framed);
      if (fates !== undefined) return fates;
    }
    return undefined;
  }

  meddle(meddler: Meddler): () => void {
    this.#meddlers.push(meddler);
    return () => {
      const at = this.#meddlers.indexOf(meddler);
      if (at >= 0) this.#meddlers.splice(at, 1);
    };
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
