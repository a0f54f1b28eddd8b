import { after, type Clock, err, millis, ok, type Result } from '@baylink/kernel';
import { MAX_SHORT_LENGTH } from '@baylink/protocols/iso-tp';
import type { DownloadSeen } from '@baylink/protocols/uds';
import {
  type DiagnosticLink,
  directCertificate,
  type LinkCounters,
  type LinkError,
  type LinkEvent,
  type Target,
  type UnitAddress,
} from '@baylink/transport-vehicle';
import { type CarOut, FUNCTIONAL, type RunningCar } from '@baylink/twin';
import type { Mortal } from '../life/mortal.js';
import type { Cable } from './cable.js';
import type { KeptDownloads } from './kept-downloads.js';

/** The tester's logical address on the vehicle's network. */
const TESTER = 0x0e00;
/** From the tester to the unit, or back. */
const FLIGHT = millis(0.5);

export interface MessageLinkOptions {
  readonly car: RunningCar;
  readonly clock: Clock;
  readonly cable: Cable;
  readonly mortal: Mortal;
  readonly units: readonly UnitAddress[];
  readonly keeper: KeptDownloads;
}

/** Whole messages to and from the car, as DoIP carries them: the wire of a run that looks at jobs and not at frames. */
export class MessageLink implements DiagnosticLink {
  readonly kind = 'simulated network';
  readonly #counters = { sent: 0, received: 0, errors: 0, lostFlowControls: 0 };
  #listener: (event: LinkEvent) => void = () => undefined;
  #phase: 'new' | 'open' | 'closed' = 'new';
  #deaf: () => void = () => undefined;
  #unwatched: () => void = () => undefined;
  #undisturbed: () => void = () => undefined;

  constructor(private readonly options: MessageLinkOptions) {}

  async open(): Promise<Result<void, LinkError>> {
    const { car, cable } = this.options;
    if (!cable.plugged) return err(cable.lost);
    this.#phase = 'open';
    this.#deaf = car.listen((out) => this.#out(out));
    this.#unwatched = cable.watch(() => this.#end(cable.lost));
    this.#undisturbed = cable.hearIntruders((unit, bytes) => this.#arrived(unit, bytes));
    return ok();
  }

  send(target: Target, bytes: Uint8Array): Promise<Result<void, LinkError>> {
    const { mortal, cable, clock } = this.options;
    if (this.#phase !== 'open' && mortal.alive) return Promise.resolve(err(cable.lost));
    const refusal = cable.refusal();
    if (refusal !== undefined) return Promise.resolve(err(refusal));
    return mortal.act({ medium: 'wire', what: 'send' }, async () => {
      this.#counters.sent++;
      const to = target.to === 'unit' ? target.unit.logical : FUNCTIONAL.logical;
      const copy = bytes.slice();
      cable.tap('tx', to, copy);
      for (const fate of cable.request(to, copy))
        clock.wake(after(clock.now(), millis(FLIGHT + fate.delay)), () => this.#deliver(to, target, fate.bytes));
      return ok();
    });
  }

  async recall({ logical }: UnitAddress): Promise<DownloadSeen | undefined> {
    return this.options.keeper.recall(logical);
  }

  listen(listener: (event: LinkEvent) => void): void {
    this.#listener = listener;
  }

  counters(): LinkCounters {
    return { ...this.#counters };
  }

  certificate() {
    return directCertificate(this.kind, MAX_SHORT_LENGTH);
  }

  busy(): boolean {
    return false;
  }

  async close(): Promise<void> {
    this.#end(undefined);
  }

  #deliver(to: number, target: Target, bytes: Uint8Array): void {
    const addressing = target.to === 'unit' ? 'physical' : 'functional';
    this.options.car.feed({ kind: 'diagnostic', from: TESTER, to, addressing, bytes });
  }

  #out(out: CarOut): void {
    if (out.kind !== 'diagnostic') return;
    const { cable, clock } = this.options;
    for (const fate of cable.response(out.from, out.bytes))
      clock.wake(after(clock.now(), millis(FLIGHT + fate.delay)), () => this.#arrived(fate.from, fate.bytes));
  }

  #arrived(unit: number, bytes: Uint8Array): void {
    this.options.mortal.whenAwake(() => {
      if (this.#phase === 'open') this.#hear(unit, bytes);
    });
  }

  #hear(unit: number, bytes: Uint8Array): void {
    const { cable, clock, units } = this.options;
    cable.tap('rx', unit, bytes);
    const from = units.find(({ logical }) => logical === unit);
    if (from === undefined) return;
    this.#counters.received++;
    const at = clock.now();
    this.#listener({ kind: 'indication', from, at });
    this.#listener({ kind: 'message', from, bytes: bytes.slice(), at });
  }

  #end(error: LinkError | undefined): void {
    if (this.#phase === 'closed') return;
    const told = this.#phase === 'open';
    this.#phase = 'closed';
    this.#deaf();
    this.#unwatched();
    this.#undisturbed();
    if (told) this.#listener({ kind: 'closed', error, at: this.options.clock.now() });
  }
}
