import { join } from 'node:path';
import type { RunReport, Signer } from '@baylink/contracts';
import { type Chance, type Clock, err, ok, type Result } from '@baylink/kernel';
import type { Surroundings } from '@baylink/safety';
import type { BrokerApi } from '@baylink/transport-tunnel/http';
import { ShopTunnel, type TunnelConnection } from '@baylink/transport-tunnel/shop';
import type { Tap } from '@baylink/transport-vehicle';
import type { AgreementBook } from './agreements/agreement-book.js';
import { AlarmLog } from './bay/alarm-log.js';
import { PairingDesk } from './broker/pairing-desk.js';
import type { CaseDesk } from './case/case-desk.js';
import { nodeDisk } from './disk/node-disk.js';
import type { Meter } from './facts/meter.js';
import { sampleShared, startVoltage } from './facts/start-voltage.js';
import { VoltageDesk } from './facts/voltage-desk.js';
import { WorkstationWatch } from './facts/workstation-watch.js';
import { NewsDesk } from './keeper/news.js';
import { CurrentLedger } from './ledger/current-ledger.js';
import { LedgerShelf } from './ledger/ledger-shelf.js';
import { Orphans } from './ledger/orphans.js';
import { ledgerBody, voltageBody } from './live-values.js';
import { rehearsalWorker } from './rehearsal/rehearsal-worker.js';
import { JobDesk } from './run/job-desk.js';
import { describes } from './run/job-rules.js';
import { recordReport } from './run/run-record.js';
import { openShopDisk, type ShopDisk } from './shop-disk.js';
import { shopListener } from './shop-listener.js';
import type { ShopSettings } from './shop-options.js';
import type { ShopParts } from './shop-parts.js';
import { quarantinedImage } from './staging/quarantined-image.js';
import { Telemetry } from './telemetry.js';
import { reachableUnits } from './vehicle/reachable-units.js';
import { VehicleSide } from './vehicle/vehicle-side.js';
import { FileDesk } from './visit/file-desk.js';
import { openingEntry, servicesOf } from './visit/services.js';
import { VisitDesk } from './visit/visit-desk.js';
import { Watchers } from './watchers.js';

/** A whole shop client without its screen. Parts know each other only through `ShopParts`. */
export class Shop implements ShopParts {
  readonly signer: Signer;
  readonly api: BrokerApi;
  readonly agreements: AgreementBook;
  readonly cases: CaseDesk;
  readonly alarms: AlarmLog;
  readonly voltage: VoltageDesk;
  readonly shelf: LedgerShelf;
  readonly visits: VisitDesk;
  readonly jobs: JobDesk;
  readonly vehicle: VehicleSide;
  readonly tunnel: ShopTunnel;
  private readonly watchers = new Watchers();
  private readonly telemetry: Telemetry;
  private meters: Meter[] = [];
  private state: TunnelConnection = { state: 'stopped' };
  private readonly workstation: WorkstationWatch;
  private readonly orphans: Orphans;
  private readonly ledger: CurrentLedger;

  private constructor(
    readonly settings: ShopSettings,
    readonly clock: Clock,
    readonly chance: Chance,
    readonly pairing: PairingDesk,
    private readonly disk: ShopDisk,
    tap: Tap | undefined,
  ) {
    const { signer, api, agreements, cases, epochs } = disk;
    const { profile } = settings;
    this.signer = signer;
    this.api = api;
    this.agreements = agreements;
    this.cases = cases;
    this.alarms = new AlarmLog(clock);
    this.voltage = new VoltageDesk(clock);
    this.workstation = new WorkstationWatch(settings.data, clock);
    const shared = {
      disk: disk.disk,
      folder: join(settings.data, 'ledgers'),
      clock,
      signer,
      rules: settings.rules,
      hearFailure: (sentence: string) => this.alarm(sentence),
    };
    this.shelf = new LedgerShelf(
      shared,
      () => this.tunnel,
      () => this.telemetry.changed('ledger'),
    );
    this.ledger = new CurrentLedger(this.shelf, () => this.visits.current?.options.ledger);
    this.orphans = new Orphans(this.shelf, clock, (ledger) => this.ledger.inUse(ledger));
    this.visits = new VisitDesk({
      shop: signer,
      clock,
      chance,
      shelf: this.shelf,
      organisation: () => pairing.organisation,
      send: (visit, payload) => this.tunnel.send(visit, payload),
      refuseVisit: (visit) => this.tunnel.closeVisit(visit),
      opening: (offer, certificate) => openingEntry(this, offer, certificate),
      files: () => new FileDesk(disk.staging),
      services: (visit, files) => servicesOf(this, visit, files),
      trouble: (sentence) => this.alarm(sentence),
      changed: () => this.changed(),
      ended: (visit, why) => this.visitEnded(visit, why),
    });
    this.vehicle = new VehicleSide({
      makeLink: () => settings.link.make({ units: reachableUnits(profile), clock, ...(tap ? { tap } : {}) }),
      profile,
      clock,
      recorder: {
        sent: (pass, link) => this.ledger.now?.sent(pass, link) ?? err('no visit is open to record it in'),
        received: (unit, bytes, link) => this.ledger.now?.received(unit, bytes, link),
      },
      visit: () => ({ recorded: this.ledger.now?.recording === true, activeTestsAllowed: cases.activeTests }),
      surroundings: () => this.surroundings(),
      running: () => this.jobs.running(),
      hearLost: (error) => this.linkChanged(error.message),
      hearBack: () => this.linkChanged(undefined),
    });
    this.jobs = new JobDesk({
      roots: () => pairing.roots,
      disk: disk.disk,
      journals: settings.journal,
      used: disk.recovered.used,
      problems: disk.problems,
      clock,
      profile,
      rules: settings.rules,
      staging: disk.staging,
      readImage: quarantinedImage(),
      publishers: settings.publishers,
      backups: disk.backups,
      rehearse: rehearsalWorker(),
      acknowledger: disk.acknowledger,
      attempts: disk.attempts,
      surroundings: () => this.surroundings(),
      takeUnit: (unit) => {
        this.ledger.jobBegins();
        return this.vehicle.takeUnit(unit);
      },
      otherUnit: (unit) => this.vehicle.tester.sessionOf(unit),
      sampleVoltage: () => sampleShared(this.meters, clock),
      hearReport: (before, report) => this.hearReport(before, report),
      hearAlarm: (sentence) => this.alarm(sentence),
      voltageSeen: () => this.voltage.reading(profile.voltage.maxAge).millivolts,
    });
    this.telemetry = new Telemetry(
      clock,
      { voltage: () => voltageBody(this.voltage, profile.voltage, clock), ledger: () => ledgerBody(this.ledger.now) },
      (body) => this.visits.say(body),
    );
    const listener = shopListener(
      this.visits,
      this.shelf,
      (connection) => this.connected(connection),
      (sentence) => this.alarm(sentence),
    );
    this.tunnel = new ShopTunnel({ api, clock, chance, listener, epochSeen: epochs.seen });
    this.voltage.watch(() => {
      this.telemetry.changed('voltage');
      this.jobs.tick();
      this.changed();
    });
  }

  /** Opens disk, car and tunnel in this order. The first thing that cannot be opened is one sentence, and nothing stays open. */
  static async start(
    settings: ShopSettings,
    clock: Clock,
    chance: Chance,
    tap: Tap | undefined,
    news = new NewsDesk(),
  ): Promise<Result<Shop, string>> {
    const disk = await openShopDisk(settings, nodeDisk(), clock, chance);
    if (!disk.ok) return disk;
    const shopRef: { shop: Shop | undefined } = { shop: undefined };
    const { data: folder, broker: brokerUrl, name: shopName } = settings;
    const changed = (): void => shopRef.shop?.changed();
    const { disk: files, signer, organisation } = disk.value;
    const desk = { disk: files, folder, brokerUrl, shopName, signer, clock, changed };
    const pairing = PairingDesk.over(desk, organisation);
    const shop = new Shop(disk.value.settings, clock, chance, pairing, disk.value, tap);
    shopRef.shop = shop;
    const linked = await shop.openLink();
    if (linked.ok) {
      await shop.run(news);
      return ok(shop);
    }
    await shop.close();
    return linked;
  }

  /**
   * A half-written unit waits for its adapter as long as it takes; one link has one owner, whatever waits. A link on which
   * nobody knows that unit's address stays as it is: whoever holds it keeps the session.
   */
  private async openLink(): Promise<Result<void, string>> {
    const { unfinished } = this.disk.recovered;
    if (unfinished && !describes(this.settings.profile, unfinished.plan)) return ok();
    const opened = await this.vehicle.open();
    if (opened.ok) return ok();
    const { kind, message } = opened.error;
    if (unfinished === undefined || kind === 'refused') return err(message);
    this.alarm(message);
    this.vehicle.awaitLink();
    return ok();
  }

  readonly connection = (): TunnelConnection => this.state;

  readonly epoch = (): number => this.disk.epochs.seen;

  /** What is wrong on the disk of this shop, a sentence each. */
  readonly problems = (): readonly string[] => this.disk.problems;

  readonly changed = this.watchers.changed;

  readonly watch = this.watchers.watch;

  /** Ends in order. A job that is open stays in its journal and is taken up by the next start. */
  async close(): Promise<void> {
    this.workstation.stop();
    this.orphans.stop();
    this.telemetry.close();
    this.pairing.close();
    for (const meter of this.meters) meter.stop();
    const leaving = this.jobs.running()?.armed === true ? this.vehicle.leave() : undefined;
    await this.jobs.close();
    await leaving;
    await this.vehicle.close();
    await this.shelf.close();
    this.tunnel.stop();
  }

  private async run(news: NewsDesk): Promise<void> {
    await this.workstation.start();
    for (const problem of this.disk.problems) this.alarm(problem);
    const { unfinished: left } = this.disk.recovered;
    if (left) {
      const taken = this.ledger.jobTakenUp(left.plan.visit);
      if (!taken.ok) this.alarm(taken.error);
    }
    const { ledgers, problems } = await this.shelf.unfinished();
    for (const problem of problems) this.alarm(problem);
    news.recordInto(() => [this.ledger.now ?? ledgers].flat());
    this.meters = startVoltage(this.settings.voltage, this.voltage, {
      tester: this.vehicle.tester,
      clock: this.clock,
      readAdapterVoltage: () => this.vehicle.readVoltage(),
      adapterVoltageStep: () => this.vehicle.voltageStep,
    });
    if (left) await this.jobs.resume(left);
    if (left && !this.vehicle.isUp) this.jobs.linkChanged({ kind: 'link-lost', why: this.vehicle.lost });
    if (this.pairing.organisation) this.tunnel.start();
  }

  private surroundings(): Surroundings {
    return {
      voltage: this.voltage.facts(),
      link: this.vehicle.linkFact(),
      ability: this.vehicle.abilityFact(),
      workstation: this.workstation.fact,
      authority: this.visits.authority(),
      agreements: this.agreements.fact(),
      diagnosis: this.cases.diagnosis(),
      keys: this.disk.attempts.fact(),
    };
  }

  private hearReport(before: RunReport, report: RunReport): void {
    recordReport(this.ledger.ofJob, before, report, () => this.voltage.reading(this.settings.profile.voltage.maxAge));
    this.visits.say({ kind: 'run', run: report });
    if (!this.jobs.running()) this.jobEnded();
    this.changed();
  }

  private jobEnded(): void {
    this.vehicle.giveBack();
    void this.ledger.jobEnded();
  }

  private visitEnded(visit: string, why: string): void {
    this.cases.activeTests = false;
    this.tunnel.closeVisit(visit);
    this.ledger.visitEnded(visit, why);
  }

  private linkChanged(lost: string | undefined): void {
    this.jobs.linkChanged(lost === undefined ? { kind: 'link-back' } : { kind: 'link-lost', why: lost });
    if (lost !== undefined) this.alarm(lost);
    const sentence = lost ?? 'the vehicle link is back';
    this.ledger.now?.record({ kind: 'note', data: { topic: 'vehicle link', sentence } });
    this.changed();
  }

  private connected(connection: TunnelConnection): void {
    this.state = connection;
    if (connection.state === 'open') {
      void this.disk.epochs.raise(connection.epoch).then((kept) => {
        if (!kept.ok) this.alarm(kept.error);
      });
      this.shelf.follow();
      this.orphans.reached();
    }
    this.changed();
  }

  private alarm(sentence: string): void {
    this.alarms.raise(sentence);
    this.ledger.now?.record({ kind: 'alarm', data: { sentence } });
    this.changed();
  }
}
