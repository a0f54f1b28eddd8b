import { type Clock, err, type Millivolts, millis, type Result, unreachable } from '@baylink/kernel';
import { type KeptSession, mayLeaveUnasked, ownMessage } from '@baylink/safety/keeper';
import {
  type DiagnosticLink,
  type LinkError,
  type LinkEvent,
  type UnitAddress,
  unlistedUnit,
} from '@baylink/transport-vehicle';
import { machineTime } from '../machine-time.js';
import type { KeptEvent, KeptMessage, Look, MachineMillis, To } from '../words.js';

/** From the door to this process; a machine that takes longer has stalled, and what was judged then is old. */
const STALE = 1000;
const RETRY = millis(20);

interface Owner {
  /** `at` is on the machine's clock. */
  heard(event: KeptEvent, at: MachineMillis): void;
  /** The keeper is about to send this by itself. */
  sendsUnasked(message: KeptMessage): void;
}

/** The open link in the keeper. Two ways lead to its `send`: what the executor's door let out, and a TesterPresent that wants no answer. */
export class HeldLink {
  readonly #units: ReadonlyMap<number, UnitAddress>;
  readonly #time: ReturnType<typeof machineTime>;
  readonly #retries = new Map<number, () => void>();

  constructor(
    private readonly link: DiagnosticLink,
    units: readonly UnitAddress[],
    private readonly clock: Clock,
    private readonly owner: Owner,
  ) {
    this.#units = new Map(units.map((unit) => [unit.logical, unit]));
    this.#time = machineTime(clock);
    link.listen((event) => owner.heard(toldOf(event), this.#time.toMachine(event.at)));
  }

  get kind(): string {
    return this.link.kind;
  }

  get certificate() {
    return this.link.certificate();
  }

  look(): Look {
    return {
      counters: this.link.counters(),
      busy: this.link.busy(),
      longestMessage: this.certificate?.longestMessage,
    };
  }

  /** What the door let out, in the order in which it came. */
  async forward(to: To, bytes: Uint8Array, at: MachineMillis): Promise<Result<void, LinkError>> {
    const age = this.#time.toMachine(this.clock.now()) - at;
    if (!(age <= STALE)) return err(stale(age));
    if (to === 'all') return this.link.send({ to: 'functional' }, bytes);
    return this.link.send({ to: 'unit', unit: this.#units.get(to) ?? unlistedUnit(to) }, bytes);
  }

  /** The executor keeps this unit's session, or lets it lapse. */
  keeps(logical: number, on: boolean): void {
    const unit = this.#units.get(logical);
    if (unit !== undefined) this.link.keeps?.(unit, on);
  }

  /** The executor is gone; the next one says anew what it keeps. */
  keepsNothing(): void {
    for (const unit of this.#units.values()) this.link.keeps?.(unit, false);
  }

  /** The keeper's own message, as soon as no segmented message is on its way. (ISO 14229-2; ISO 15765-2) */
  keepAlive(logical: number, dialect: KeptSession['dialect']): void {
    this.#retries.get(logical)?.();
    this.#retries.delete(logical);
    const unit = this.#units.get(logical);
    if (unit === undefined) return;
    if (this.link.busy()) {
      const again = millis(this.clock.now() + RETRY);
      this.#retries.set(
        logical,
        this.clock.wake(again, () => this.keepAlive(logical, dialect)),
      );
      return;
    }
    const bytes = ownMessage(dialect);
    if (!mayLeaveUnasked(bytes)) throw new Error('a keeper sends 3E 80 or 3E 02 and nothing else');
    this.owner.sendsUnasked({ nanos: this.clock.nanos().toString(), direction: 'tx', unit: logical, bytes });
    void this.link.send({ to: 'unit', unit }, bytes);
  }

  readVoltage(): Promise<Result<Millivolts, LinkError>> {
    return this.link.readVoltage?.() ?? Promise.resolve(err(noVoltage(this.kind)));
  }

  async close(): Promise<void> {
    for (const cancel of this.#retries.values()) cancel();
    this.#retries.clear();
    await this.link.close();
  }
}

function toldOf(event: LinkEvent): KeptEvent {
  switch (event.kind) {
    case 'indication':
      return { kind: 'indication', unit: event.from.logical };
    case 'message':
      return { kind: 'message', unit: event.from.logical, bytes: event.bytes };
    case 'transfer-failed':
      return {
        kind: 'transfer-failed',
        unit: event.unit?.logical,
        direction: event.direction,
        error: event.error,
      };
    case 'closed':
      return { kind: 'closed', error: event.error };
    default:
      return unreachable(event);
  }
}

const stale = (age: number): LinkError => ({
  kind: 'refused',
  message: `A message for the vehicle was ${Math.round(age)} ms on its way to the link, and ${STALE} ms is the limit: it was not sent. Something slows this computer down; end other programs.`,
});

const noVoltage = (kind: string): LinkError => ({
  kind: 'unsupported',
  message: `The adapter of this link (${kind}) measures no voltage: name another source with --voltage.`,
});
