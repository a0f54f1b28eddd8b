import { type Clock, err, ok, type Result } from '@baylink/kernel';
import { type CanFrame, checkFrame } from '@baylink/protocols/can';
import type { CanLink, CanLinkEvent, LinkError } from '@baylink/transport-vehicle';

const CLOSED: LinkError = { kind: 'lost', message: 'This end of the wire is not open: open it before it is used.' };

/** What happens to a frame on the wire. A lost one was accepted by the driver all the same. */
export type WireFate = 'delivered' | 'lost' | 'refused';

/** One end of a wire inside this process. */
class WireEnd implements CanLink {
  readonly kind = 'wire';
  other: WireEnd | undefined;
  #phase: 'new' | 'open' | 'closed' = 'new';
  #listener: (event: CanLinkEvent) => void = () => {};

  constructor(
    private readonly clock: Clock,
    private readonly wire: { fate: (frame: CanFrame) => WireFate },
  ) {}

  listen(listener: (event: CanLinkEvent) => void): void {
    this.#listener = listener;
  }

  async open(): Promise<Result<void, LinkError>> {
    this.#phase = 'open';
    return ok();
  }

  async send(frame: CanFrame): Promise<Result<void, LinkError>> {
    const checked = checkFrame(frame, 'fd');
    if (!checked.ok) return err({ kind: 'refused', message: checked.error });
    if (this.#phase !== 'open') return err(CLOSED);
    const fate = this.wire.fate(frame);
    if (fate === 'refused') return err({ kind: 'refused', message: 'The wire refused a frame: ask the test why.' });
    if (fate === 'delivered') queueMicrotask(() => this.other?.take(frame));
    return ok();
  }

  take(frame: CanFrame): void {
    if (this.#phase === 'open') this.#listener({ kind: 'frame', frame, at: this.clock.now() });
  }

  async close(): Promise<void> {
    this.end(undefined);
  }

  end(error: LinkError | undefined): void {
    if (this.#phase === 'closed') return;
    this.#phase = 'closed';
    this.#listener({ kind: 'closed', error, at: this.clock.now() });
  }
}

export interface CanPair {
  readonly near: CanLink;
  readonly far: CanLink;
  /** Decides over every frame from now on, in both directions. */
  setFate(fate: (frame: CanFrame) => WireFate): void;
  /** The adapter of the near end is pulled out. */
  cut(): void;
}

/** Two CAN links joined by a wire that obeys the test. */
export function canPair(clock: Clock): CanPair {
  const wire: { fate: (frame: CanFrame) => WireFate } = { fate: () => 'delivered' };
  const near = new WireEnd(clock, wire);
  const far = new WireEnd(clock, wire);
  near.other = far;
  far.other = near;
  return {
    near,
    far,
    setFate: (fate) => {
      wire.fate = fate;
    },
    cut: () => near.end({ kind: 'lost', message: 'The wire is cut: join it and open the link again.' }),
  };
}
