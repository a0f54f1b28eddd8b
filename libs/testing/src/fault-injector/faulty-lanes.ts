import { type Clock, err, ok, type Result } from '@baylink/kernel';
import type { LinkError } from '@baylink/transport-vehicle';
import type { FaultPlan } from './fault-plan.js';
import { FaultyLane } from './faulty-lane.js';

type Outcome = Result<void, LinkError>;

/** Anything with bytes that can be damaged. */
interface Parcel {
  readonly bytes: Uint8Array;
}

const CUT: LinkError = {
  kind: 'lost',
  message: 'The fault injector has cut this link: open a new one, or take the fault out of its plan.',
};
const REFUSED: LinkError = {
  kind: 'refused',
  message: 'The fault injector refused this message: send it again, or take the fault out of its plan.',
};

/** Where the lanes lead: `cut` ends the inner link and tells its owner. */
interface Ends<Tx extends Parcel, Rx extends Parcel> {
  send(parcel: Tx): Promise<Outcome>;
  hear(parcel: Rx): void;
  cut(error: LinkError): void;
}

/** Both directions of a faulty link, under one plan, with one end. */
export class FaultyLanes<Tx extends Parcel, Rx extends Parcel> {
  readonly #tx: FaultyLane<{ readonly parcel: Tx; readonly resolve: (outcome: Outcome) => void }>;
  readonly #rx: FaultyLane<Rx>;
  #phase: 'whole' | 'cut' = 'whole';

  constructor(
    private readonly plan: FaultPlan,
    clock: Clock,
    private readonly ends: Ends<Tx, Rx>,
  ) {
    const corrupt = <P extends Parcel>(parcel: P): P => ({ ...parcel, bytes: plan.corrupted(parcel.bytes) });
    this.#tx = new FaultyLane(
      clock,
      ({ parcel, resolve }) => ({ parcel: corrupt(parcel), resolve }),
      ({ parcel, resolve }) => void this.#deliver(parcel).then(resolve),
    );
    this.#rx = new FaultyLane(clock, corrupt, (parcel) => {
      if (this.whole) ends.hear(parcel);
    });
  }

  get whole(): boolean {
    return this.#phase === 'whole';
  }

  send(parcel: Tx): Promise<Outcome> {
    if (!this.whole) return Promise.resolve(err(CUT));
    const fault = this.plan.decide('tx', parcel.bytes);
    if (fault?.kind === 'cut') {
      this.#cut();
      return Promise.resolve(err(CUT));
    }
    if (fault?.kind === 'refuse') return Promise.resolve(err(REFUSED));
    return new Promise((resolve) => {
      this.#tx.pass({ parcel, resolve }, fault);
      // The driver took it; that it is lost, or waits, is not seen from here.
      if (fault?.kind === 'drop' || fault?.kind === 'reorder') resolve(ok());
    });
  }

  heard(parcel: Rx): void {
    if (!this.whole) return;
    const fault = this.plan.decide('rx', parcel.bytes);
    if (fault?.kind === 'cut') this.#cut();
    else this.#rx.pass(parcel, fault);
  }

  #deliver(parcel: Tx): Promise<Outcome> {
    return this.whole ? this.ends.send(parcel) : Promise.resolve(err(CUT));
  }

  #cut(): void {
    this.#phase = 'cut';
    this.ends.cut(CUT);
  }
}
