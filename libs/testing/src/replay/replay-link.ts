import { after, type Clock, equalBytes, err, type Millis, millis, ok, type Result, showBytes } from '@baylink/kernel';
import { MAX_SHORT_LENGTH } from '@baylink/protocols/iso-tp';
import {
  type DiagnosticLink,
  directCertificate,
  type LinkError,
  type LinkEvent,
  type Target,
  type UnitAddress,
} from '@baylink/transport-vehicle';
import type { LinkRecord } from '@baylink/transport-vehicle/recorder';

type Message = Extract<LinkRecord, { layer: 'diagnostic' }>;
type Outcome = Result<void, LinkError>;

const NOT_OPEN: LinkError = { kind: 'lost', message: 'The recording is not open: open it before anything is sent.' };
const off = (what: string): LinkError => ({
  kind: 'refused',
  message: `${what}: replay the recording with the tester that made it.`,
});

/**
 * A vehicle that says what it said when it was recorded, as long as it is asked the same: requests have to come in the
 * recording's order, and each is followed by what was heard after it, at the distances in time of then.
 */
class Replay implements DiagnosticLink {
  readonly kind = 'replay';
  readonly #messages: readonly Message[];
  readonly #units: ReadonlyMap<number, UnitAddress>;
  readonly #counters = { sent: 0, received: 0, errors: 0, lostFlowControls: 0 };
  #next = 0;
  #phase: 'new' | 'open' | 'closed' = 'new';
  #cancels: (() => void)[] = [];
  #listener: (event: LinkEvent) => void = () => {};

  constructor(
    records: readonly LinkRecord[],
    units: readonly UnitAddress[],
    private readonly clock: Clock,
  ) {
    this.#messages = records.filter((record): record is Message => record.layer === 'diagnostic');
    this.#units = new Map(units.map((unit) => [unit.logical, unit]));
  }

  async open(): Promise<Outcome> {
    this.#phase = 'open';
    this.#hear(this.#messages[0]?.at ?? millis(0));
    return ok();
  }

  async send(target: Target, bytes: Uint8Array): Promise<Outcome> {
    if (this.#phase !== 'open') return err(NOT_OPEN);
    const then = this.#messages[this.#next];
    const unit = target.to === 'unit' ? target.unit.logical : undefined;
    const asked = showBytes(bytes.subarray(0, 8));
    if (then === undefined) return err(off(`The recording has ended and "${asked}" was sent`));
    if (then.unit !== unit || !equalBytes(then.bytes, bytes))
      return err(off(`"${asked}" was sent where the recording has "${showBytes(then.bytes.subarray(0, 8))}"`));
    this.#next++;
    this.#counters.sent++;
    this.#hear(then.at);
    return ok();
  }

  listen(listener: (event: LinkEvent) => void): void {
    this.#listener = listener;
  }

  counters() {
    return { ...this.#counters };
  }

  /** As long as anything that was ever recorded. */
  certificate() {
    return directCertificate('recording', MAX_SHORT_LENGTH);
  }

  busy(): boolean {
    return false;
  }

  async close(): Promise<void> {
    for (const cancel of this.#cancels.splice(0)) cancel();
    if (this.#phase === 'open') this.#listener({ kind: 'closed', error: undefined, at: this.clock.now() });
    this.#phase = 'closed';
  }

  /** Everything up to the next request, each as long after now as it was after `begin`. */
  #hear(begin: Millis): void {
    for (; this.#messages[this.#next]?.way === 'rx'; this.#next++) {
      const heard = this.#messages[this.#next];
      const from = heard?.unit === undefined ? undefined : this.#units.get(heard.unit);
      if (heard === undefined || from === undefined) continue;
      const due = after(this.clock.now(), millis(Math.max(0, heard.at - begin)));
      this.#cancels.push(this.clock.wake(due, () => this.#tell(from, heard.bytes)));
    }
  }

  #tell(from: UnitAddress, bytes: Uint8Array): void {
    const at = this.clock.now();
    this.#counters.received++;
    this.#listener({ kind: 'indication', from, at });
    this.#listener({ kind: 'message', from, bytes: bytes.slice(), at });
  }
}

/** `units` are those that the recording names; what others said in it is left out. */
export const replayLink = (
  records: readonly LinkRecord[],
  units: readonly UnitAddress[],
  clock: Clock,
): DiagnosticLink => new Replay(records, units, clock);
