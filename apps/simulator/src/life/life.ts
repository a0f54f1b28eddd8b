import { digestHex, planPhrase, type RulesInForce } from '@baylink/contracts';
import { type Clock, type Disk, err, millis, ok, type Result } from '@baylink/kernel';
import { known, SAMPLE_CAR, type Surroundings } from '@baylink/safety';
import {
  Acknowledger,
  BackupStore,
  EpochFile,
  JobDesk,
  KeyAttempts,
  LedgerShelf,
  loadHere,
  type Rehearse,
  recoverJobs,
  rehearseHere,
  Staging,
  sleepCountingClock,
  VehicleSide,
  type VisitTerms,
  VoltageDesk,
} from '@baylink/shop-client/write-path';
import type { DiagnosticLink } from '@baylink/transport-vehicle';
import { openIsoTpLink } from '@baylink/transport-vehicle/iso-tp';
import { SAMPLE_VIN } from '@baylink/twin';
import { CERTIFICATE, IDS, ROOT, SHOP } from '../people/parties.js';
import { FrameBus } from '../world/frame-bus.js';
import { MessageLink } from '../world/message-link.js';
import { PLACES } from '../world/places.js';
import { TappedLink } from '../world/tapped-link.js';
import type { World } from '../world/world.js';
import type { Mortal } from './mortal.js';

export interface LifeOptions {
  readonly world: World;
  readonly mortal: Mortal;
  /** Distinguishes one start of the machine from the next. */
  readonly bootId: string;
  readonly hearAlarm: (sentence: string) => void;
}

/** The sample car as it is built in. */
const RULES: RulesInForce = {
  profile: { id: SAMPLE_CAR.id, version: SAMPLE_CAR.version, sha256: digestHex(JSON.stringify(SAMPLE_CAR)) },
  overlays: [],
};
const UNITS = SAMPLE_CAR.units.map(({ address }) => address);

/** One process of the shop client: the parts of production, on edges that are not there. */
export class Life {
  private constructor(
    private readonly world: World,
    private readonly epochs: EpochFile,
    readonly jobs: JobDesk,
    readonly staging: Staging,
    readonly vehicle: VehicleSide,
  ) {}

  /**
   * A plan as a node of the broker hands it over; nothing is heard of a node that is behind, because the tunnel refuses its
   * connection. A higher epoch is kept as production keeps it: nobody waits for the disk.
   */
  async offer(jws: string, terms: VisitTerms): Promise<Awaited<ReturnType<JobDesk['offer']>> | undefined> {
    const { world, epochs } = this;
    const offer = { at: world.clock.now(), epoch: terms.epoch, taken: false };
    world.offers.push(offer);
    if (terms.epoch < epochs.seen) return undefined;
    void epochs.raise(terms.epoch);
    const answer = await this.jobs.offer(jws, { ...terms, epoch: epochs.seen });
    offer.taken = answer.ok;
    return answer;
  }

  /** Starts, and takes up what an earlier process left; the error is the sentence with which it refuses to. */
  static async begin({ world, mortal, bootId, hearAlarm }: LifeOptions): Promise<Result<Life, string>> {
    const clock = sleepCountingClock(mortal.clock(shifted(world)), () => world.clock.now() / 1_000);
    const disk: Disk = mortal.disk(world.disk.mount(world.answer));
    const acknowledging = await Acknowledger.open(disk, PLACES.data, SHOP, clock, bootId);
    const counted = await KeyAttempts.open(disk, PLACES.data, clock);
    const counting = await EpochFile.open(disk, PLACES.data);
    const epochs = counting.ok ? counting.value : EpochFile.inDoubt(disk, PLACES.data);
    const doubts = [acknowledging, counted].flatMap((found) => (found.ok ? [] : [found.error]));
    const staging = new Staging(disk, PLACES.staging);
    const backups = new BackupStore(disk, PLACES.backups, world.broker);
    const usedCounter = acknowledging.ok ? acknowledging.value.used : Number.MAX_SAFE_INTEGER;
    const profile = SAMPLE_CAR;
    const recovered = await recoverJobs({
      disk,
      journals: PLACES.journal,
      rulesOf: async () => ({ profile, rules: RULES, from: 'the shop' }),
      bootId,
      usedCounter,
      staging,
      backups,
    });
    const { unfinished, used } = recovered;
    const problems = [...doubts, ...recovered.problems];
    if (doubts.length > 0 && unfinished === undefined) return err(problems.join(' '));
    const why = doubts.join(' ');
    const acknowledger = acknowledging.ok
      ? acknowledging.value
      : Acknowledger.inDoubt(disk, PLACES.data, SHOP, clock, bootId, why);
    const attempts = counted.ok
      ? counted.value
      : KeyAttempts.inDoubt(disk, PLACES.data, clock, why, unfinished?.plan.target);
    for (const problem of problems) hearAlarm(problem);
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
      makeLink: () => linkOf(world, clock, mortal),
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
      ability: vehicle.abilityFact(),
      keys: attempts.fact(),
      ...visitFacts(clock),
    });
    const jobs: JobDesk = new JobDesk({
      disk,
      journals: PLACES.journal,
      used,
      problems,
      clock,
      profile,
      rules: RULES,
      staging,
      backups,
      rehearse,
      acknowledger,
      attempts,
      surroundings,
      takeUnit: (unit) => vehicle.takeUnit(unit),
      otherUnit: (unit) => vehicle.tester.sessionOf(unit),
      sampleVoltage: async () => undefined,
      phraseOf,
      readImage: (file) => readIn(world, file),
      hearReport: (before, { state }) => {
        world.wan.carry(() => world.trace.add('expert sees', state));
        if (before.state === state) return;
        world.trace.add('state', state);
        world.hearState(state);
      },
      hearAlarm,
      voltageSeen: () => voltage.reading(profile.voltage.maxAge).millivolts,
    });
    world.standing = () => jobs.standing();
    world.meter.follow(clock, world.clock, (reading) => {
      hear(reading, clock.now());
      jobs.tick();
    });
    const opened = await vehicle.open();
    if (!opened.ok) return err(opened.error.message);
    if (unfinished !== undefined) await jobs.resume(unfinished);
    return ok(new Life(world, epochs, jobs, staging, vehicle));
  }
}

function linkOf(world: World, clock: Clock, mortal: Mortal): DiagnosticLink {
  const { car, cable } = world;
  switch (world.wire) {
    case 'messages':
      return new MessageLink({ car, clock: world.clock, cable, mortal, units: UNITS, keeper: world.keeper });
    case 'frames': {
      const canLink = new FrameBus({ car, clock: world.clock, cable, mortal });
      return new TappedLink(openIsoTpLink({ canLink, units: UNITS, clock }), cable, mortal, world.keeper);
    }
  }
}

/** The thread that reads firmware files, which can die of them. */
async function readIn(world: World, file: Parameters<typeof loadHere>[0]): ReturnType<typeof loadHere> {
  const felt = world.readerFails;
  if (felt === undefined) return loadHere(file);
  world.readerFails = undefined;
  felt();
  return err('Reading the firmware file needed more memory than 160 MiB and was stopped: get the file again.');
}

interface Rehearsed {
  readonly outcome: ReturnType<Rehearse>;
  readonly scenes: Parameters<Parameters<Rehearse>[2]>[0][];
}
const rehearsals = new Map<string, Rehearsed>();

/** The same plan with the same backup of the same unit comes thousands of times, and is rehearsed to the same end: its scenes are told anew. */
const rehearse: Rehearse = async (task, bytes, hear, signal) => {
  const key = `${task.brief.planDigest} ${task.backup.digest} ${JSON.stringify(task.identity)}`;
  const known = rehearsals.get(key) ?? rehearseNow(task, bytes, signal);
  rehearsals.set(key, known);
  const outcome = await known.outcome;
  for (const scene of known.scenes) hear(scene);
  return outcome;
};

function rehearseNow(
  ...[task, bytes, signal]: [Parameters<Rehearse>[0], Parameters<Rehearse>[1], AbortSignal]
): Rehearsed {
  const scenes: Rehearsed['scenes'] = [];
  return { outcome: rehearseHere(task, bytes, (scene) => void scenes.push(scene), signal), scenes };
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
function visitFacts(clock: Clock): Omit<Surroundings, 'voltage' | 'link' | 'ability' | 'keys'> {
  const now = clock.now();
  return {
    workstation: known({ freeDiskBytes: 1e12, power: { kind: 'mains' } }, now, 'this machine'),
    authority: known(
      {
        key: CERTIFICATE.sub,
        countersigner: null,
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
