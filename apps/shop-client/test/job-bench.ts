import { join } from 'node:path';
import { type Keys, keysOf, type Plan, type RulesInForce, signPlan } from '@baylink/contracts';
import { hex, millis, millivolts, ok, type Result } from '@baylink/kernel';
import { known, SAMPLE_CAR, type Surroundings, type VehicleProfile } from '@baylink/safety';
import { SimulatedClock } from '@baylink/testing';
import type { ScriptEntry } from '@baylink/twin';
import { BackupStore, type RemoteBlobs } from '../src/backup/backup-store.js';
import { nodeDisk } from '../src/disk/node-disk.js';
import { VoltageDesk } from '../src/facts/voltage-desk.js';
import { KeyAttempts } from '../src/keys/key-attempts.js';
import { openSimLink } from '../src/link/sim-link.js';
import { rehearseHere } from '../src/rehearsal/here.js';
import { Acknowledger } from '../src/run/acknowledger.js';
import { JobDesk } from '../src/run/job-desk.js';
import type { VisitTerms } from '../src/run/plan-door.js';
import { Staging } from '../src/staging/staging.js';
import { VehicleSide } from '../src/vehicle/vehicle-side.js';
import { certificate, expert, IDS, shop } from './parties.js';

export const VIN = 'XBLTWN0A5SC000042';
export const TERMS: VisitTerms = { visit: IDS.visit, case: IDS.case, nonce: IDS.nonce, certificate, epoch: 1 };

/** One coding value of the body unit of the sample car: daytime running light. */
export const codingPlan = (change: Partial<Plan> = {}): Plan =>
  ({
    v: 1,
    job: IDS.job,
    case: IDS.case,
    visit: IDS.visit,
    shopNonce: IDS.nonce,
    target: {
      vin: VIN,
      unit: 0x1002,
      partNumber: 'BL-937-087-C',
      hardware: 'BLB-HW-03',
      software: 'BLB-BODY-0312',
      serial: 'BDY-24-001204',
    },
    recovery: { method: 'write-old-values' },
    agreements: [],
    setAside: [],
    iat: 1_767_225_600,
    exp: 1_767_225_600 + 3600,
    kind: 'coding',
    writes: [{ did: 0x0601, before: '01', after: '00' }],
    ...change,
  }) as Plan;

export const signed = async (plan: Plan, by = expert): Promise<string> => {
  const jws = await signPlan(by, plan);
  if (!jws.ok) throw new Error(jws.error);
  return jws.value;
};

/** A profile that comes from no file. */
export const rulesOf = ({ id, version }: VehicleProfile): RulesInForce => ({
  profile: { id, version, sha256: '00'.repeat(32) },
  overlays: [],
});

const memoryBlobs = (): RemoteBlobs => {
  const kept = new Map<string, Uint8Array>();
  return {
    medium: 'broker',
    put: async (sha256, bytes) => ok(void kept.set(sha256, bytes)),
    get: async (sha256) => ok(kept.get(sha256) ?? new Uint8Array()),
  };
};

/** Lets what the disk does come to an end; simulated time stands meanwhile. */
const disk = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

/** A job desk over the sample car, on a real folder, with a steady supply and an expert who may do everything. */
export async function jobBench(
  folder: string,
  used: ReadonlySet<string> = new Set(),
  {
    profile = SAMPLE_CAR,
    roots = () => keysOf(),
    script = [],
  }: { readonly profile?: VehicleProfile; readonly roots?: () => Keys; readonly script?: readonly ScriptEntry[] } = {},
) {
  const clock = new SimulatedClock();
  const voltage = new VoltageDesk(clock);
  const hear = voltage.add('bench supply', 'dedicated');
  const supply = { on: true };
  const wire: string[] = [];
  /** Asked for each request: whether it can be recorded. */
  const record: { of: (request: string) => Result<void, string> } = { of: () => ok() };
  const vehicle: VehicleSide = new VehicleSide({
    makeLink: () => openSimLink({ script, units: SAMPLE_CAR.units.map(({ address }) => address), clock }),
    profile,
    clock,
    recorder: {
      sent: (pass) => {
        wire.push(hex(pass.bytes));
        return record.of(hex(pass.bytes));
      },
      received: () => undefined,
    },
    visit: () => ({ recorded: true, activeTestsAllowed: false }),
    surroundings: () => surroundings(),
    running: () => jobs.running(),
    hearLost: () => undefined,
    hearBack: () => undefined,
  });
  const surroundings = (): Surroundings => ({
    voltage: voltage.facts(),
    link: vehicle.linkFact(),
    ability: vehicle.abilityFact(),
    workstation: known({ freeDiskBytes: 1e12, power: { kind: 'mains' } }, clock.now(), 'this machine'),
    authority: known(
      {
        key: certificate.sub,
        countersigner: null,
        expert: 'Ada',
        organisation: 'Org',
        pinnedRoot: true,
        effects: ['observe', 'actuate', 'code', 'program'],
        makes: ['*'],
        validUntil: millis(1e9),
        revoked: false,
      },
      clock.now(),
      'certificate',
    ),
    agreements: known([], clock.now(), 'book'),
    keys: attempts.fact(),
    diagnosis: known({ vin: VIN, complete: true, findings: [] }, clock.now(), 'scan'),
  });
  const acknowledger = await Acknowledger.open(nodeDisk(), folder, shop, clock, 'boot-1');
  if (!acknowledger.ok) throw new Error(acknowledger.error);
  const counted = await KeyAttempts.open(nodeDisk(), folder, clock);
  if (!counted.ok) throw new Error(counted.error);
  const attempts = counted.value;
  const staging = new Staging(nodeDisk(), join(folder, 'staging'));
  const backups = new BackupStore(nodeDisk(), join(folder, 'backups'), memoryBlobs());
  const journals = join(folder, 'journal');
  const states: string[] = [];
  const jobs: JobDesk = new JobDesk({
    disk: nodeDisk(),
    journals,
    used,
    clock,
    profile,
    rules: rulesOf(profile),
    roots,
    staging,
    backups,
    rehearse: rehearseHere,
    acknowledger: acknowledger.value,
    attempts,
    surroundings,
    takeUnit: (unit) => vehicle.takeUnit(unit),
    otherUnit: (unit) => vehicle.tester.sessionOf(unit),
    sampleVoltage: async () => undefined,
    hearReport: (before, report) => {
      if (before.state !== report.state) states.push(report.state);
    },
    hearAlarm: () => undefined,
    voltageSeen: () => voltage.reading(profile.voltage.maxAge).millivolts,
  });
  const state = (): string => jobs.reports()[0]?.state ?? 'none';
  /** Simulated time passes, at most `most` ms of it, until the newest job is in one of these states. */
  const until = async (wanted: readonly string[], most = 60_000): Promise<string> => {
    for (let waited = 0; waited < most && !wanted.includes(state()); waited += 50) {
      await clock.advance(50);
      if (supply.on) hear(ok(millivolts(13_900 + (waited % 7))), clock.now());
      jobs.tick();
      await disk();
    }
    return state();
  };
  await vehicle.open();
  await until([], 500);
  return {
    clock,
    folder,
    journals,
    jobs,
    staging,
    backups,
    acknowledger: acknowledger.value,
    vehicle,
    wire,
    states,
    supply,
    record,
    until,
  };
}
