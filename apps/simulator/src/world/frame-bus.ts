import { after, type Clock, err, millis, ok, type Result } from '@baylink/kernel';
import type { CanFrame } from '@baylink/protocols/can';
import type { CanLink, CanLinkEvent, LinkError } from '@baylink/transport-vehicle';
import type { CarOut, RunningCar } from '@baylink/twin';
import type { Mortal } from '../life/mortal.js';
import type { Cable } from './cable.js';

const TESTER = 'shop';
/** Frames that somebody has changed on their way: no confirmation is due for them. */
const CHANGED = 'changed';

export interface FrameBusOptions {
  readonly car: RunningCar;
  readonly clock: Clock;
  readonly cable: Cable;
  readonly mortal: Mortal;
}

/** Single frames to and from the car, at the speed of its bus: the wire of runs that look at ISO-TP, too. */
export class FrameBus implements CanLink {
  readonly kind = 'simulated CAN';
  readonly #sending: ((outcome: Result<void, LinkError>) => void)[] = [];
  #listener: (event: CanLinkEvent) => void = () => undefined;
  #phase: 'new' | 'open' | 'closed' = 'new';
  #deaf: () => void = () => undefined;
  #unwatched: () => void = () => undefined;

  constructor(private readonly options: FrameBusOptions) {}

  async open(): Promise<Result<void, LinkError>> {
    const { car, cable } = this.options;
    if (!cable.plugged) return err(cable.lost);
    this.#phase = 'open';
    this.#deaf = car.listen((out) => this.#out(out));
    this.#unwatched = cable.watch(() => this.#end(cable.lost));
    return ok();
  }

  send(frame: CanFrame): Promise<Result<void, LinkError>> {
    const { mortal, cable } = this.options;
    if (this.#phase !== 'open' && mortal.alive) return Promise.resolve(err(cable.lost));
    return mortal.act({ medium: 'wire', what: 'frame' }, () => this.#offer(frame));
  }

  listen(listener: (event: CanLinkEvent) => void): void {
    this.#listener = listener;
  }

  async close(): Promise<void> {
    this.#end(undefined);
  }

  #offer(frame: CanFrame): Promise<Result<void, LinkError>> {
    const { car, cable, clock } = this.options;
    const fates = cable.frame({ data: frame.data, from: TESTER });
    if (fates === undefined)
      return new Promise((resolve) => {
        this.#sending.push(resolve);
        car.feed({ kind: 'frame', from: TESTER, frame });
      });
    for (const { data, delay } of fates)
      clock.wake(after(clock.now(), millis(delay)), () =>
        car.feed({ kind: 'frame', from: CHANGED, frame: { ...frame, data } }),
      );
    return Promise.resolve(ok());
  }

  #out(out: CarOut): void {
    if (out.kind !== 'frame' || out.from === CHANGED) return;
    if (out.from === TESTER) {
      this.#sending.shift()?.(ok());
      return;
    }
    const { cable, clock } = this.options;
    const { frame } = out;
    const fates = cable.frame({ data: frame.data, from: out.from });
    if (fates === undefined) this.#hear(frame);
    for (const { data, delay } of fates ?? [])
      clock.wake(after(clock.now(), millis(delay)), () => this.#hear({ ...frame, data }));
  }

  #hear(frame: CanFrame): void {
    const { mortal, clock } = this.options;
    mortal.whenAwake(() => {
      if (this.#phase === 'open') this.#listener({ kind: 'frame', frame, at: clock.now() });
    });
  }

  #end(error: LinkError | undefined): void {
    if (this.#phase === 'closed') return;
    const told = this.#phase === 'open';
    this.#phase = 'closed';
    this.#deaf();
    this.#unwatched();
    for (const resolve of this.#sending.splice(0)) resolve(err(this.options.cable.lost));
    if (told) this.#listener({ kind: 'closed', error, at: this.options.clock.now() });
  }
}
