import { type Clock, DrivenMachine, err, ok, type Result } from '@baylink/kernel';
import type { CanFrame } from '@baylink/protocols/can';
import type { CanLink, CanLinkEvent, LinkError } from '@baylink/transport-vehicle';
import { type CarInput, type CarOut, type CarState, car } from '@baylink/twin';

const TESTER = 'shop';

/** The bus of a car inside this process: the same machine as the virtual vehicle's, with its timing, behind a link's interface. */
export class SimBus implements CanLink {
  readonly kind = 'sim';
  private readonly machine: DrivenMachine<CarState, CarInput, CarOut>;
  private readonly sending: ((outcome: Result<void, LinkError>) => void)[] = [];
  private listener: (event: CanLinkEvent) => void = () => undefined;
  private isOpen = false;

  constructor(start: CarState, clock: Clock) {
    this.machine = new DrivenMachine(car, start, clock, { kind: 'tick' }, (out) => this.hear(out));
  }

  async open(): Promise<Result<void, LinkError>> {
    this.isOpen = true;
    this.machine.feed({ kind: 'tick' });
    return ok();
  }

  send(frame: CanFrame): Promise<Result<void, LinkError>> {
    if (!this.isOpen) return Promise.resolve(err({ kind: 'lost', message: 'The simulated car is not open.' }));
    return new Promise((resolve) => {
      this.sending.push(resolve);
      this.machine.feed({ kind: 'frame', from: TESTER, frame });
    });
  }

  listen(listener: (event: CanLinkEvent) => void): void {
    this.listener = listener;
  }

  async close(): Promise<void> {
    this.isOpen = false;
    this.machine.stop();
    for (const resolve of this.sending.splice(0))
      resolve(err({ kind: 'lost', message: 'The simulated car was closed.' }));
  }

  /** A frame of ours that has been on the bus is a confirmation; every other one is news. */
  private hear(out: CarOut): void {
    if (out.kind !== 'frame') return;
    if (out.from === TESTER) this.sending.shift()?.(ok());
    else this.listener({ kind: 'frame', frame: out.frame, at: out.at });
  }
}
