import { type Clock, DrivenMachine, err, ok, type Result } from '@baylink/kernel';
import type { CanFrame } from '@baylink/protocols/can';
import type { CanLink, CanLinkEvent, LinkError } from '@baylink/transport-vehicle';
import { type Bus, type BusInput, type BusOut, busDeadline, idleBus, stepBus } from '@baylink/twin';

/** The queue of a usual controller and its driver. */
const ROOM = 64;
const FULL: LinkError = { kind: 'refused', message: `More than ${ROOM} frames wait for the bus: send slower.` };

/** The bus of the virtual vehicle on the process's clock, with two adapters on it that confirm what was on the wire. */
export class TimedBus {
  readonly #machine: DrivenMachine<Bus, BusInput, BusOut>;
  readonly #ends = new Map<string, End>();

  constructor(private readonly clock: Clock) {
    this.#machine = new DrivenMachine(
      { step: stepBus, deadline: busDeadline },
      idleBus(),
      clock,
      { kind: 'tick' },
      (out) => this.#carried(out),
    );
  }

  join(name: string): CanLink {
    const end = new End(
      (frame) => this.#machine.feed({ kind: 'offer', queued: { node: name, frame, ticket: undefined } }),
      () => this.clock.now(),
    );
    this.#ends.set(name, end);
    return end;
  }

  stop(): void {
    this.#machine.stop();
  }

  #carried({ queued, at }: BusOut): void {
    for (const [name, end] of this.#ends)
      if (name === queued.node) end.confirmed();
      else end.tell({ kind: 'frame', frame: queued.frame, at });
  }
}

class End implements CanLink {
  readonly kind = 'timed-bus';
  readonly #waiting: ((outcome: Result<void, LinkError>) => void)[] = [];
  #listener: (event: CanLinkEvent) => void = () => undefined;

  constructor(
    private readonly offer: (frame: CanFrame) => void,
    private readonly now: () => ReturnType<Clock['now']>,
  ) {}

  async open(): Promise<Result<void, LinkError>> {
    return ok();
  }

  listen(listener: (event: CanLinkEvent) => void): void {
    this.#listener = listener;
  }

  send(frame: CanFrame): Promise<Result<void, LinkError>> {
    if (this.#waiting.length >= ROOM) return Promise.resolve(err(FULL));
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.offer(frame);
    });
  }

  async close(): Promise<void> {
    this.#listener({ kind: 'closed', error: undefined, at: this.now() });
  }

  confirmed(): void {
    this.#waiting.shift()?.(ok());
  }

  tell(event: CanLinkEvent): void {
    this.#listener(event);
  }
}
