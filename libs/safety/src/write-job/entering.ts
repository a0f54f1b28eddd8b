import { showBytes } from '@baylink/kernel';
import { type Fact, known } from '../facts/fact.js';
import type { UnitIdentity } from '../facts/facts.js';
import type { UnitProfile } from '../profile/unit-profile.js';
import { abort } from './endings.js';
import { beginErasing } from './erasing.js';
import type { Trouble } from './phase-rules.js';
import type { Request } from './send.js';
import { type SendStep, type Step, sequence } from './sequence.js';
import type { JobState, Undo } from './state.js';
import { lastingSteps, surveyOf } from './survey.js';
import { type Context, unitOf } from './turn.js';
import { unlockSteps } from './unlock.js';
import type { JobWords } from './words/words.js';
import { wordsOf } from './words/words.table.js';
import { beginWriting } from './writing.js';

type S = SendStep<'entering'>;

const recordEntry: Step<'entering'> = {
  name: 'record ENTRY',
  sync: 'group',
  record: (_, at) => ({ type: 'ENTRY', at }),
};

/** What takes back what a step of ENTRY has changed. */
const UNDO = {
  session: ({ session }: JobWords): Undo => ({ what: 'session', bytes: session.default }),
  dtcSetting: ({ dtcSetting }: JobWords): Undo => ({ what: 'dtc-setting', bytes: dtcSetting.on }),
  communication: ({ communication }: JobWords, type: number): Undo => ({
    what: 'communication',
    bytes: communication('enable', type),
  }),
} as const;

/** Service and sub-function name a step. */
const step = (bytes: Uint8Array, more: Partial<Request>, unless?: S['unless']): S => ({
  name: showBytes(bytes.subarray(0, 2)),
  request: () => ({ bytes, moment: 'entry', ...more }),
  ...(unless === undefined ? {} : { unless }),
});

const extended = (words: JobWords): S => step(words.session.extended, { session: 'keep', undo: UNDO.session(words) });
const dtcOff = (words: JobWords): S => step(words.dtcSetting.off, { undo: UNDO.dtcSetting(words) }, whereItExists);
const silence = (words: JobWords, type: number): S =>
  step(words.communication('disable', type), { undo: UNDO.communication(words, type) }, whereItExists);
const programming = (words: JobWords): S => step(words.session.programming, {});

/** A unit that does not have the service has nothing to switch off. */
function whereItExists(job: JobState, trouble: Trouble): JobState | undefined {
  return trouble.kind === 'negative' && wordsOf(job).notSupported.has(trouble.nrc) ? job : undefined;
}

/** ENTRY: the unit is made ready, unlocked, and says once more who it is. Every request asks all gates. */
export const entering = sequence(
  'entering',
  (job) => {
    const { profile, plan } = job.brief;
    return [recordEntry, ...doors(wordsOf(job), unitOf(job), plan.kind), ...lastingSteps<'entering'>(profile)];
  },
  (job, context) => {
    const identity = confirmedIdentity(job, context);
    if (!identity.known) return abort(job, `${identity.why} Nothing was erased or written.`);
    const entered: JobState = { ...job, evidence: { ...job.evidence, identity } };
    return entered.brief.plan.kind === 'coding' ? beginWriting(entered) : beginErasing(entered);
  },
);

function doors(words: JobWords, unit: UnitProfile | undefined, kind: 'coding' | 'programming'): readonly S[] {
  if (kind === 'coding') return [extended(words), ...unlockSteps<'entering'>(unit?.coding?.security ?? null, 'entry')];
  if (unit?.programming == null) return [];
  const { communicationType, security } = unit.programming;
  return [
    extended(words),
    dtcOff(words),
    silence(words, communicationType),
    programming(words),
    ...unlockSteps<'entering'>(security, 'entry'),
  ];
}

/** VIN and serial as just read, beside everything that was read before: the cable has not been moved. (F33) */
export function confirmedIdentity(job: JobState, { now }: Context): Fact<UnitIdentity> {
  const { vin, serial } = job.brief.profile.identification;
  const { texts, unsaid } = surveyOf(job);
  const before = job.evidence.identity;
  if (!before.known) return before;
  if (unsaid !== undefined) return { known: false, why: unsaid };
  for (const [did, there] of [
    [vin, before.value.vin],
    [serial, before.value.serial],
  ] as const)
    if (texts[did] !== there)
      return {
        known: false,
        why: `The unit now reports "${texts[did] ?? ''}" where it reported "${there}" before: check the cable.`,
      };
  return known(before.value, now, 'read again from the unit');
}

/** What an abort sends after a restart, when nobody knows how far ENTRY had come. */
export function undoOfEntry(job: JobState): readonly Undo[] {
  const type = unitOf(job)?.programming?.communicationType;
  const words = wordsOf(job);
  if (job.brief.plan.kind === 'coding' || type === undefined) return [UNDO.session(words)];
  return [UNDO.session(words), UNDO.dtcSetting(words), UNDO.communication(words, type)];
}

/** Reading the memory had opened a session. */
export const undoOfReading = (job: JobState): readonly Undo[] => [UNDO.session(wordsOf(job))];
