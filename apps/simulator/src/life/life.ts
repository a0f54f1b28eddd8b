import { planPhrase } from '@baylink/contracts';
import { type Clock, type Disk, err, millis, ok, type Result } from '@baylink/kernel';
import { known, SAMPLE_CAR, type Surroundings } from '@baylink/safety';
import {
  Acknowledger,
  BackupStore,
  JobDesk,
  LedgerShelf,
  recoverJobs,
  Staging,
  VehicleSide,
  VoltageDesk,
} from '@baylink/shop-client/write-path';
import { SAMPLE_VIN } from '@baylink/twin';
import { CERTIFICATE, IDS, ROOT, SHOP } from '../people/parties.js';
import { MessageLink } from '../world/message-link.js';
import { PLACES } from '../world/places.js';
import type { World } from '../world/world.js';
import type { Mortal } from './mortal.js';

export interface LifeOptions {
  readonly world: World;
  readonly mortal: Mortal;
  /** Distinguishes one start of the machine from the next. */
  readonly bootId: string;
  readonly hearAlarm: (sentence: string) => void;
}

const UNITS = SAMPLE_CAR.units.map(({ address }) => address);

/** One process of the shop client: the parts of production, on edges that are not there. */
export class Life {
  private constructor(
    readonly jobs: JobDesk,
    readonly staging: Staging,
    readonly vehicle: VehicleSide,
  ) {}

  /** Starts, and takes up what an earlier process left; the error is the sentence with which it refuses to. */
  static async begin({ world, mortal, bootId, hearAlarm }: LifeOptions): Promise<Result<Life, string>> {
    const clock = mortal.clock(shifted(world));
    const disk: Disk = mortal.disk(world.disk.mount(world.refuse));
    const acknowledger = await Acknowledger.open(disk, PLACES.data, SHOP, clock, bootId);
    if (!acknowledger.ok) return acknowledger;
    const staging = new Staging(disk, PLACES.staging);
    const backups = new BackupStore(disk, PLACES.backups, world.broker);
    const usedCounter = acknowledger.value.used;
    const profile = SAMPLE_CAR;
    const recovered = await recoverJobs({
      disk,
      journals: PLACES.journal,
      profile,
      bootId,
      usedCounter,
      staging,
      backups,
    });
    if (!recovered.ok) return recovered;
    const shelf = new LedgerShelf(
      { disk, folder: PLACES.ledgers, clock, signer: SHOP, hearFailure: hearAlarm },
      () => undefined,
      () => undefined,
    );
    const ledger = shelf.take(IDS.visit, OPENING);
    if (!ledger.ok) return ledger;

    const voltage = new VoltageDesk(clock);
    const hear = voltage.add('bench supply', 'dedicated');
    const vehicle: VehicleSide = new VehicleSide({
      makeLink: () => new MessageLink({ car: world.car, clock, cable: world.cable, mortal, units: UNITS }),
      profile,
      clock,
      recorder: ledger.value,
      visit: () => ({ recorded: ledger.value.recording, activeTestsAllowed: false }),
      surroundings: () => surroundings(),
      running: () => jobs.running(),
      hearLost: ({ message }) => jobs.linkChanged({ kind: 'link-lost', why: message }),
      hearBack: () => jobs.linkChanged({ kind: 'link-back' }),
    });
    const surroundings = (): Surroundings => ({
      voltage: voltage.facts(),
      link: vehicle.linkFact(),
      ...visitFacts(clock),
    });
    const jobs: JobDesk = new JobDesk({
      disk,
      journals: PLACES.journal,
      used: recovered.value.used,
      clock,
      profile,
      staging,
      backups,
      acknowledger: acknowledger.value,
      surroundings,
      takeUnit: (unit) => vehicle.takeUnit(unit),
      otherUnit: (unit) => vehicle.tester.sessionOf(unit),
      sampleVoltage: async () => undefined,
      phraseOf,
      hearReport: (before, { state }) => {
        if (before.state !== state) world.trace.add('state', state);
      },
      hearAlarm,
      voltageSeen: () => voltage.reading(profile.voltage.maxAge).millivolts,
    });
    world.meter.follow(clock, (reading) => {
      hear(reading, clock.now());
      jobs.tick();
    });
    const opened = await vehicle.open();
    if (!opened.ok) return err(opened.error.message);
    if (recovered.value.unfinished) await jobs.resume(recovered.value.unfinished);
    return ok(new Life(jobs, staging, vehicle));
  }
}

const phrases = new Map<string, string>();

/** A simulator opens the same plans thousands of times, and their phrases are slow to make. */
function phraseOf(digest: string): string {
  const known = phrases.get(digest) ?? planPhrase(digest);
  phrases.set(digest, known);
  return known;
}

/** The world's clock, whose wall side somebody may have set. */
function shifted(world: World): Clock {
  const { clock } = world;
  return {
    now: () => clock.now(),
    nanos: () => clock.nanos(),
    wall: () => (clock.wall() + world.wallShift) as ReturnType<Clock['wall']>,
    wake: (at, run) => clock.wake(at, run),
  };
}

/** What a healthy shop with a certified expert and a scanned car knows. */
function visitFacts(clock: Clock): Omit<Surroundings, 'voltage' | 'link'> {
  const now = clock.now();
  return {
    workstation: known({ freeDiskBytes: 1e12, power: { kind: 'mains' } }, now, 'this machine'),
    authority: known(
      {
        expert: CERTIFICATE.name,
        organisation: CERTIFICATE.organisation,
        pinnedRoot: true,
        effects: ['observe', 'actuate', 'code', 'program'],
        makes: ['*'],
        validUntil: millis(1e12),
        revoked: false,
      },
      now,
      'certificate',
    ),
    agreements: known([], now, 'book'),
    diagnosis: known({ vin: SAMPLE_VIN, complete: true, findings: [] }, now, 'scan'),
  };
}

const OPENING = {
  case: IDS.case,
  shop: SHOP.jwk,
  shopName: 'Simulated shop',
  roots: [ROOT.jwk],
  certificate: 'certificate',
  expert: CERTIFICATE.sub,
  vehicle: { make: 'baylink', model: '', year: null, vin: SAMPLE_VIN },
  software: 'simulator',
};
