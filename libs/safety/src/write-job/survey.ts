import { clause, hex, readUint, showAscii, showHex } from '@baylink/kernel';
import { type Fact, known, unknown } from '../facts/fact.js';
import type { ConditionReading, UnitIdentity } from '../facts/facts.js';
import type { VehicleCondition, VehicleProfile } from '../profile/profile.js';
import type { JobBrief } from './brief.js';
import type { Survey, Task } from './phase.js';
import type { Trouble } from './phase-rules.js';
import type { SendStep } from './sequence.js';
import type { JobState } from './state.js';
import type { Context } from './turn.js';
import { wordsFor, wordsOf } from './words/words.table.js';

/** How a unit says who it is and how the vehicle stands, as steps. An answer that does not come is known as missing. */

export const NOTHING_HEARD: Survey = { texts: {}, conditions: {}, unsaid: undefined };

const REPEATS = 2;

export const identificationSteps = <T extends Task>(brief: JobBrief): readonly SendStep<T>[] => {
  const { vin, serial, hardware, partNumber, software } = brief.profile.identification;
  const texts = [vin, serial, hardware, partNumber, software].map((did) => textStep<T>(did, textOf));
  return [...texts, ...marksOf(brief).map(({ did }) => textStep<T>(did, hex))];
};

/** What the unit and its new software must have in common; coding leaves the software as it is. */
const marksOf = ({ plan, profile }: JobBrief) =>
  plan.kind === 'coding'
    ? []
    : (profile.units.find(({ address }) => address.logical === plan.target.unit)?.programming?.marks ?? []);

/** What a unit must still say in its bootloader, right before it is erased. */
export const lastingSteps = <T extends Task>(profile: VehicleProfile): readonly SendStep<T>[] =>
  [profile.identification.vin, profile.identification.serial].map((did) => textStep<T>(did, textOf));

export const conditionSteps = <T extends Task>(profile: VehicleProfile): readonly SendStep<T>[] =>
  profile.conditions.list.map((condition) => ({
    name: condition.name,
    request: () => ({
      bytes: wordsFor(profile, condition.unit).readValue(condition.did),
      moment: 'observe',
      unit: condition.unit,
      repeats: REPEATS,
    }),
    heard: (job, bytes) => withCondition(job, condition, wordsFor(profile, condition.unit).value(bytes)),
    unless: unheard,
  }));

const textStep = <T extends Task>(did: number, show: (bytes: Uint8Array) => string): SendStep<T> => ({
  name: `reading ${showHex(did, 4)}`,
  request: (job) => ({ bytes: wordsOf(job).readValue(did), moment: 'observe', repeats: REPEATS }),
  heard: (job, bytes) =>
    withSurvey(job, (survey) => ({ ...survey, texts: { ...survey.texts, [did]: show(wordsOf(job).value(bytes)) } })),
  unless: unheard,
});

/** A unit that does not answer, or refuses, has told something; a link that carries nothing has not. */
const unheard = (job: JobState, { kind, sentence }: Trouble): JobState =>
  kind === 'link' ? withSurvey(job, (survey) => ({ ...survey, unsaid: sentence })) : job;

/** Without the filling that units put behind short texts. */
export const textOf = (bytes: Uint8Array): string => {
  const end = bytes.findLastIndex((byte) => byte !== 0x00 && byte !== 0x20 && byte !== 0xff);
  return showAscii(bytes.subarray(0, end + 1));
};

export const surveyOf = ({ phase }: JobState): Survey => ('survey' in phase ? phase.survey : NOTHING_HEARD);

const withSurvey = (job: JobState, change: (survey: Survey) => Survey): JobState =>
  'survey' in job.phase ? { ...job, phase: { ...job.phase, survey: change(job.phase.survey) } } : job;

function withCondition(job: JobState, condition: VehicleCondition, told: Uint8Array): JobState {
  const raw = readUint(told, 0, condition.length);
  if (raw === undefined) return job;
  const value = raw * condition.scale + condition.offset;
  return withSurvey(job, (survey) => ({ ...survey, conditions: { ...survey.conditions, [condition.name]: value } }));
}

/** The identity that a survey has heard; unknown when the unit has said nothing at all. */
export function identityHeard(job: JobState, { now }: Context): Fact<UnitIdentity> {
  const { texts, unsaid } = surveyOf(job);
  const dids = job.brief.profile.identification;
  const unit = job.brief.plan.target.unit;
  if (unsaid !== undefined) return unknown(clause(unsaid));
  if (Object.keys(texts).length === 0) return unknown('the unit does not answer');
  const text = (did: number): string => texts[did] ?? '';
  const marks = marksOf(job.brief).map(({ name, did }) => [name, text(did)] as const);
  return known(
    {
      unit,
      vin: text(dids.vin),
      serial: text(dids.serial),
      hardware: text(dids.hardware),
      partNumber: text(dids.partNumber),
      software: text(dids.software),
      ...(marks.length === 0 ? {} : { marks: Object.fromEntries(marks) }),
    },
    now,
    'read from the unit',
  );
}

export function vehicleHeard(job: JobState, { now }: Context): Fact<readonly ConditionReading[]> {
  const readings = Object.entries(surveyOf(job).conditions).map(([condition, value]) => ({ condition, value }));
  return readings.length === 0 ? unknown('no unit reports it') : known(readings, now, 'read from the vehicle');
}

/** Takes over what a complete survey has heard. */
export const learn = (job: JobState, context: Context): JobState => ({
  ...job,
  evidence: { ...job.evidence, identity: identityHeard(job, context), vehicle: vehicleHeard(job, context) },
});
