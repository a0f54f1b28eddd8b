import { type Clock, err, type Millivolts, ok, type Result, unreachable } from '@baylink/kernel';
import type { DownloadSeen } from '@baylink/protocols/uds';
import { type Pass, type PassMoment, redeem, type Verdict } from '@baylink/safety';
import type {
  CapabilityCertificate,
  DiagnosticLink,
  LinkCounters,
  LinkError,
  LinkEvent,
  Target,
  UnitAddress,
} from '@baylink/transport-vehicle';
import type { WireRecorder } from './wire-recorder.js';

/** What the door knows of the vehicle: which address belongs to which logical address. */
export type Addresses = (unit: number) => UnitAddress | undefined;

export interface DoorError {
  readonly kind: 'not-passed' | 'link';
  readonly error: LinkError;
}

/**
 * The one door to the car: nothing else in the shop client may call a link's `send`. It takes the judge's own pass, uses
 * it up in the same turn, records the bytes, and only then hands them to the link: before the first erase what cannot be
 * recorded stays here. Everything that comes back is recorded before anyone hears of it.
 */
export class Door {
  private readonly listeners = new Set<(event: LinkEvent) => void>();
  private link: DiagnosticLink;
  /** Units whose session this process keeps. */
  private readonly kept = new Set<number>();

  constructor(
    link: DiagnosticLink,
    private readonly addresses: Addresses,
    private readonly recorder: WireRecorder,
    private readonly clock: Clock,
  ) {
    this.link = link;
    this.attach(link);
  }

  /** A new link to the same car in place of one that was lost. */
  attach(link: DiagnosticLink): void {
    this.link = link;
    link.listen((event) => {
      if (this.link === link) this.hear(event);
    });
    for (const unit of this.kept) {
      const address = this.addresses(unit);
      if (address) link.keeps?.(address, true);
    }
  }

  /** Sends the pass's bytes. A refusal is never a pass, so it cannot get here. */
  async send(verdict: Pass): Promise<Result<void, DoorError>> {
    const redeemed = redeem(verdict, verdict.bytes, verdict.addressee, this.clock.now());
    if (!redeemed.ok) return err(notPassed(redeemed.error));
    const target = this.targetOf(redeemed.value);
    if (!target.ok) return target;
    const recorded = this.recorder.sent(verdict, this.link.kind);
    if (!recorded.ok && !UNRECORDED.has(verdict.moment)) return err(notPassed(recorded.error));
    const sent = await this.link.send(target.value, redeemed.value.bytes);
    return sent.ok ? ok() : err({ kind: 'link', error: sent.error });
  }

  /** Hears every event of the link, after it was recorded. The answer stops the listening. */
  listen(listener: (event: LinkEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  counters(): LinkCounters {
    return this.link.counters();
  }

  busy(): boolean {
    return this.link.busy();
  }

  /** This process keeps the unit's session, or lets it lapse: whoever holds the link does so in its place. */
  keeps(unit: number, on: boolean): void {
    if (on && this.kept.has(unit)) return;
    if (on) this.kept.add(unit);
    else this.kept.delete(unit);
    const address = this.addresses(unit);
    if (address) this.link.keeps?.(address, on);
  }

  /** Asks whoever holds the link; nothing leaves for the car. */
  async recall(unit: number): Promise<DownloadSeen | undefined> {
    const address = this.addresses(unit);
    return address && this.link.recall?.(address);
  }

  /** What the adapter under the link was seen to be able to do. */
  certificate(): CapabilityCertificate | undefined {
    return this.link.certificate();
  }

  /** Asks the adapter alone; nothing leaves for the car. */
  readVoltage(): Promise<Result<Millivolts, LinkError>> {
    return this.link.readVoltage?.() ?? Promise.resolve(err(noVoltage(this.link.kind)));
  }

  private hear(event: LinkEvent): void {
    if (event.kind === 'message') this.recorder.received(event.from.logical, event.bytes, this.link.kind);
    for (const listener of this.listeners) listener(event);
  }

  private targetOf(verdict: Pass): Result<Target, DoorError> {
    const { addressee } = verdict;
    switch (addressee.to) {
      case 'functional':
        return ok({ to: 'functional' });
      case 'unit': {
        const unit = this.addresses(addressee.unit);
        if (unit) return ok({ to: 'unit', unit });
        return err(notPassed(`no address is known for unit ${addressee.unit}`));
      }
      default:
        return unreachable(addressee);
    }
  }
}

/** From the first erase on a unit waits for the rest, whether that can be recorded or not. (I17) */
const UNRECORDED: ReadonlySet<PassMoment> = new Set([
  'point-of-no-return',
  'forward',
  'look-back',
  'undo',
  'keep-alive',
]);

const notPassed = (why: string): DoorError => ({
  kind: 'not-passed',
  error: { kind: 'refused', message: `The door sent nothing: ${why}.` },
});

const noVoltage = (kind: string): LinkError => ({
  kind: 'unsupported',
  message: `The adapter of this link (${kind}) measures no voltage: name another source with --voltage.`,
});

/** Narrows a verdict for callers that hold either. */
export const passed = (verdict: Verdict): verdict is Pass => verdict.kind === 'pass';
