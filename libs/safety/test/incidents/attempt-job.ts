import { bytesOf, fromHex, millis } from '@baylink/kernel';
import { crc32 } from '@baylink/protocols/firmware';
import {
  checkPlan,
  type JobBrief,
  known,
  type Plan,
  PROFILES,
  type StagedImage,
  type Surroundings,
  shopPolicy,
  tighten,
  unknown,
  type VehicleProfile,
  vehicleProfile,
} from '../../src/index.js';
import { Bench } from '../bench.js';
import { briefOf, CODING_PROFILE, codingPlan, ENGINE, IMAGE, programmingPlan, steady, TEXTS } from '../samples.js';
import type { Script } from '../script.js';
import { ScriptedUnit } from '../scripted-unit.js';
import type { JobAttempt } from './incident.js';
import { merged } from './merged.js';

/** A job that never comes to rest would be a fault of its own. */
const PATIENCE = 30_000;
const WALL = 1_500_000;

export interface Tried {
  readonly state: string;
  readonly unit: ScriptedUnit;
  readonly bench: Bench;
  /** Every rule that said no, with its sentence; `job` for an end that the job itself decided. */
  readonly refusals: readonly { readonly rule: string; readonly sentence: string }[];
}

/** Runs the write job itself over a unit that can be bricked, with what the row changes. */
export function tryJob(attempt: JobAttempt): Tried {
  const unit = new ScriptedUnit({ ...TEXTS, ...attempt.texts });
  unit.coding.set(0x0610, bytesOf(0x03, 0x20)).set(0x0611, bytesOf(0x07));
  for (const [did, value] of Object.entries(attempt.coding ?? {})) unit.coding.set(Number(did), bytesIn(value));
  unit.alive = attempt.silent !== true;
  const software = crc32(unit.memory.subarray(0, 5_000)).toString(16);
  const plan = merged(
    attempt.kind === 'coding' ? codingPlan(software) : programmingPlan(software),
    attempt.plan,
  ) as Plan;
  const profile = profileFor(attempt);
  const checked = checkPlan(plan, profile, WALL as never);
  const script = scriptOf(attempt, { ...briefOf(plan), profile, image: imageOf(attempt) }, unit);
  const bench = new Bench(script).run();
  const gates = bench.reports.flatMap((report) => report.gates).filter((gate) => !gate.holds);
  const end = { rule: 'job', sentence: bench.job.sentence };
  return { state: bench.state, unit, bench, refusals: [...(checked.ok ? [] : checked.error), ...gates, end] };
}

const bytesIn = (text: string): Uint8Array => fromHex(text) ?? bytesOf();

/** The limits of the named profile over the units of the sample car, so that a plan of it has a unit. */
export function profileFor({ profileId, profile, policy, unit }: JobAttempt): VehicleProfile {
  const limits = PROFILES.get(profileId ?? CODING_PROFILE.id);
  if (limits === undefined) throw new Error(`no profile ${profileId}`);
  const { make, conditions, agreements, blockingDtcs, publisherRequired, forbidden, units, timing } = CODING_PROFILE;
  const car = { make, conditions, agreements, blockingDtcs, publisherRequired, forbidden, units, timing };
  const base = profileId === 'unknown' ? limits : { ...limits, ...car };
  const changed = merged(base, {
    ...profile,
    units: base.units.map((entry) => (entry.address.logical === ENGINE ? merged(entry, unit) : entry)),
  });
  const patient = merged(changed, { timing: { patience: PATIENCE } });
  return tighten(vehicleProfile.parse(patient), shopPolicy.parse(policy ?? {})).profile;
}

const imageOf = ({ kind, file }: JobAttempt): StagedImage | null =>
  kind === 'coding' || file === null ? null : withWholeSegments(merged(IMAGE, file));

/** A row names address and size of a segment; the rest of it is of no matter before the erase. */
const withWholeSegments = (image: StagedImage): StagedImage => ({
  ...image,
  segments: image.segments.map((segment) => ({ ...NO_CONTENT, ...segment })),
});
const NO_CONTENT = { crc32: 0, pages: [] };

function scriptOf(attempt: JobAttempt, brief: JobBrief, unit: ScriptedUnit): Script {
  const { volts, refuses = {}, knows, slowProbe, conditions = {}, places } = attempt;
  const answers = new Map(Object.entries(conditions).map(([did, value]) => [Number(did), bytesIn(value)]));
  const level = volts === undefined ? middleOf(brief.profile) : volts.level;
  return {
    brief,
    unit,
    answers,
    ...(places === undefined ? {} : { places }),
    volts: (t) => (level === null ? undefined : voltsAt(level, t, volts ?? {})),
    fault: (bytes) => {
      const nrc = Object.entries(refuses).find(([first]) => bytesIn(first).every((byte, i) => byte === bytes[i]))?.[1];
      return nrc === undefined ? undefined : { kind: 'nrc', nrc: Number(nrc) };
    },
    surroundings: (facts, t) => knowing(slowProbe ? slow(facts, t) : facts, knows, t),
    acknowledge: agreeing(attempt),
    events: eventsOf(attempt, unit),
    until: 20 * PATIENCE,
  };
}

const middleOf = ({ voltage: { low, high } }: VehicleProfile): number => Math.round((low + high) / 2);

type Shape = Pick<NonNullable<JobAttempt['volts']>, 'ripple' | 'drift' | 'frozen'>;

/** A living supply at this level, with what is wrong with it. */
function voltsAt(level: number, t: number, { ripple = 0, drift = 0, frozen }: Shape): number {
  if (frozen) return level;
  const life = steady(t) - 13_900;
  return level + life + ((t / 200) % 2) * ripple + ((t % 10_000) / 10_000) * drift;
}

function knowing(facts: Surroundings, knows: JobAttempt['knows'], t: number): Surroundings {
  const entries = Object.entries(knows ?? {}).map(([name, change]) => {
    const fact = facts[name as 'link'];
    if (change === null || !fact.known) return [name, unknown('nobody has looked')];
    return [name, known(merged(fact.value, change), millis(t), fact.source)];
  });
  return { ...facts, ...Object.fromEntries(entries) };
}

function slow(facts: Surroundings, t: number): Surroundings {
  if (!facts.link.known) return facts;
  const { probes } = facts.link.value;
  const unanswered = probes.map((probe, i) => (i === 0 ? { ...probe, took: undefined } : probe));
  return { ...facts, link: known({ ...facts.link.value, probes: unanswered }, millis(t), 'link') };
}

/** The technician of the bench; whose yes the row changes, says it once. */
function agreeing({ acknowledgement }: JobAttempt): NonNullable<Script['acknowledge']> {
  let said = false;
  return (_now, _job, agree) => {
    if (acknowledgement === undefined) return agree();
    if (said) return undefined;
    said = true;
    const event = agree();
    return event.kind === 'acknowledged'
      ? { ...event, acknowledgement: merged(event.acknowledgement, acknowledgement) }
      : event;
  };
}

function eventsOf({ when, happens: then }: JobAttempt, unit: ScriptedUnit): NonNullable<Script['events']> {
  if (when === undefined || then === undefined) return [];
  const reached = (bench: Bench): boolean => {
    if (bench.state !== when) return false;
    if (then.serial !== undefined) unit.texts.serial = then.serial;
    return true;
  };
  const why = `It was reported: ${then.event}.`;
  return [{ when: reached, event: then.event === undefined ? { kind: 'tick' } : { kind: then.event, why } }];
}
