import { type Clock, err, type Millivolts, millis, type Result } from '@baylink/kernel';
import {
  type Facts,
  judge,
  known,
  type RunningJob,
  type Surroundings,
  type UnitProfile,
  unknown,
  type VehicleProfile,
} from '@baylink/safety';
import { type DiagnosticLink, type LinkError, unlistedUnit } from '@baylink/transport-vehicle';
import { Door } from '../door/door.js';
import type { WireRecorder } from '../door/wire-recorder.js';
import { ProbeLog } from '../facts/probe-log.js';
import { everybodys, SCAN_WORDS } from '../scan/scan-words.table.js';
import { Tester } from '../tester/tester.js';
import { UnitSession } from '../tester/unit-session.js';

/** A unit's answer crosses adapter and bus before it is here: added to P2 and P2*. (ISO 14229-2 ΔP2) */
const MARGIN = millis(250);
/** How often a job's vehicle link is probed while nobody asks anything. */
const PROBE_EVERY = millis(1000);
const REOPEN_EVERY = 2000;
/** Links on which the talk with one unit ends the talk with another: there a job's own requests are the only probes. */
const ONE_CONVERSATION: ReadonlySet<string> = new Set(['k-line']);
/** A write job decides about repetition by itself. */
const NO_REPEAT = { delay: millis(0), limit: 0 };

export interface VehicleSideOptions {
  /** A fresh link to the car: at the start, and whenever the last one was lost. */
  readonly makeLink: () => DiagnosticLink;
  readonly profile: VehicleProfile;
  readonly clock: Clock;
  readonly recorder: WireRecorder;
  readonly visit: () => { readonly recorded: boolean; readonly activeTestsAllowed: boolean };
  readonly surroundings: () => Surroundings;
  readonly running: () => RunningJob | undefined;
  readonly hearLost: (error: LinkError) => void;
  readonly hearBack: () => void;
}

/** Everything of the shop client that faces the car: one link behind one door, and the testers that may knock at it. */
export class VehicleSide {
  readonly tester: Tester;
  readonly probes: ProbeLog;
  private readonly door: Door;
  private stopProbing: () => void = () => undefined;
  private link: DiagnosticLink;
  private stopReopening: () => void = () => undefined;
  private closed = false;
  private up = false;
  private reason = 'The vehicle link is not open yet.';

  constructor(private readonly options: VehicleSideOptions) {
    const { makeLink, profile, clock, recorder } = options;
    const { p2, p2Star, total } = profile.timing;
    this.probes = new ProbeLog(millis(p2 + MARGIN));
    const address = (unit: number) =>
      profile.units.find((entry) => entry.address.logical === unit)?.address ?? unlistedUnit(unit);
    this.link = makeLink();
    this.door = new Door(this.link, address, recorder, clock);
    this.door.listen((event) => {
      if (event.kind !== 'closed') return;
      const error: LinkError = event.error ?? { kind: 'lost', message: 'The vehicle link was closed.' };
      this.up = false;
      this.reason = error.message;
      this.tester.forgetUnits();
      options.hearLost(error);
      this.reopenLater();
    });
    this.tester = new Tester({
      door: this.door,
      clock,
      probes: this.probes,
      timing: { p2: millis(p2), p2Star: millis(p2Star), margin: MARGIN, total: millis(total) },
      dialect: (unit) => this.dialectOf(unit),
      everybody: everybodys(profile.units),
      situation: () => this.situation(),
    });
  }

  private dialectOf(unit: number): UnitProfile['dialect'] | undefined {
    return this.options.profile.units.find(({ address }) => address.logical === unit)?.dialect;
  }

  async open(): Promise<Result<void, LinkError>> {
    const opened = await this.link.open();
    this.up = opened.ok;
    if (!opened.ok) this.reason = opened.error.message;
    return opened;
  }

  /** Looks for the adapter until it is there. */
  awaitLink(): void {
    this.reopenLater();
  }

  get isUp(): boolean {
    return this.up;
  }

  /** Why there is no link. */
  get lost(): string {
    return this.reason;
  }

  linkFact(): Surroundings['link'] {
    if (!this.up) return unknown('the vehicle link is down');
    if (!this.options.visit().recorded) return unknown('what is said over it cannot be recorded');
    return this.probes.record(this.door.counters(), this.options.clock.now());
  }

  /** Of this link, or of the last one: what has begun is cut as it was. */
  abilityFact(): Surroundings['ability'] {
    const certificate = this.door.certificate();
    return certificate === undefined
      ? unknown('the vehicle link has not told it')
      : known(certificate, this.options.clock.now(), 'link');
  }

  /** What the adapter can and cannot do, a sentence each. */
  get abilities(): readonly string[] {
    return this.up ? (this.door.certificate()?.sentences ?? []) : [];
  }

  /** What the adapter's readings of the supply are rounded to, where that is more than a millivolt. */
  get voltageStep(): Millivolts | undefined {
    return this.door.certificate()?.voltageStep;
  }

  /** Supply voltage as the adapter measures it, in its turn among the requests. */
  async readVoltage(): Promise<Result<Millivolts, LinkError>> {
    return this.up ? this.door.readVoltage() : err({ kind: 'lost', message: this.reason });
  }

  /** A session for a write job: interactive talk with this unit ends, and the link is probed through another unit meanwhile. */
  takeUnit(unit: number): UnitSession {
    const { clock, profile } = this.options;
    const { p2, p2Star, total } = profile.timing;
    this.tester.release(unit);
    this.probes.begin(this.door.counters());
    this.probe(unit);
    return new UnitSession({
      unit,
      dialect: this.dialectOf(unit),
      door: this.door,
      clock,
      probes: this.probes,
      client: { p2: millis(p2), p2Star: millis(p2Star), margin: MARGIN, total: millis(total), busy: NO_REPEAT },
      keepAlive: (bytes) => judge({ bytes, addressee: { to: 'unit', unit } }, this.situation(), clock.now()),
    });
  }

  /** The job is over: no more probing. */
  giveBack(): void {
    this.stopProbing();
  }

  /** A unit is half written: what holds the link keeps its session, where it can, until the next start. */
  async leave(): Promise<void> {
    await this.link.leave?.();
  }

  async close(): Promise<void> {
    this.stopProbing();
    this.tester.close();
    this.closed = true;
    this.stopReopening();
    await this.link.close();
  }

  /** A lost adapter is looked for again until it is back: the car may be waiting for the rest of its software. */
  private reopenLater(): void {
    if (this.closed) return;
    const { clock, makeLink, hearBack } = this.options;
    this.stopReopening = clock.wake(millis(clock.now() + REOPEN_EVERY), async () => {
      const link = makeLink();
      const opened = await link.open();
      if (this.closed || !opened.ok) {
        await link.close();
        return this.reopenLater();
      }
      this.link = link;
      this.door.attach(link);
      this.up = true;
      hearBack();
    });
  }

  private probe(unit: number): void {
    this.stopProbing();
    const { clock, profile } = this.options;
    const other = profile.units.find((entry) => entry.address.logical !== unit);
    if (other === undefined || ONE_CONVERSATION.has(this.link.kind)) return;
    let cancel: () => void = () => undefined;
    const ask = (): void => {
      if (this.up && !this.door.busy()) void this.tester.ask(other.address.logical, SCAN_WORDS[other.dialect].present);
      cancel = clock.wake(millis(clock.now() + PROBE_EVERY), ask);
    };
    ask();
    this.stopProbing = () => cancel();
  }

  private situation() {
    const { profile, visit, running, surroundings } = this.options;
    const facts: Facts = { ...surroundings(), ...NO_EVIDENCE };
    return { profile, visit: visit(), running: running(), grant: undefined, facts };
  }
}

/** People's requests are judged without a job's evidence. */
const nothing = unknown('no write job is asking');
const NO_EVIDENCE = {
  identity: nothing,
  vehicle: nothing,
  backup: nothing,
  drill: nothing,
  rehearsal: nothing,
  image: nothing,
  acknowledgement: nothing,
};
