import { NRC } from '@baylink/protocols/uds';
import { type Fact, known } from '../facts/fact.js';
import type { UnitIdentity } from '../facts/facts.js';
import type { UnitProfile } from '../profile/unit-profile.js';
import { abort } from './endings.js';
import { beginErasing } from './erasing.js';
import type { Trouble } from './phase-rules.js';
import { communication, DTC_SETTING, SESSION } from './requests.js';
import { type SendStep, type Step, sequence } from './sequence.js';
import type { JobState, Undo } from './state.js';
import { lastingSteps, surveyOf } from './survey.js';
import { type Context, unitOf } from './turn.js';
import { unlockSteps } from './unlock.js';
import { beginWriting } from './writing.js';

type S = SendStep<'entering'>;

const recordEntry: Step<'entering'> = {
  name: 'record ENTRY',
  sync: 'group',
  record: (_, at) => ({ type: 'ENTRY', at }),
};

const UNDO = {
  session: { what: 'session', bytes: SESSION.default },
  dtcSetting: { what: 'dtc-setting', bytes: DTC_SETTING.on },
  communication: (type: number): Undo => ({ what: 'communication', bytes: communication('enable', type) }),
} as const satisfies Record<string, Undo | ((type: number) => Undo)>;

const extended: S = {
  name: '10 03',
  request: () => ({ bytes: SESSION.extended, moment: 'entry', session: 'keep', undo: UNDO.session }),
};
const dtcOff: S = {
  name: '85 02',
  request: () => ({ bytes: DTC_SETTING.off, moment: 'entry', undo: UNDO.dtcSetting }),
  unless: whereItExists,
};
const silence = (type: number): S => ({
  name: '28 03',
  request: () => ({ bytes: communication('disable', type), moment: 'entry', undo: UNDO.communication(type) }),
  unless: whereItExists,
});
const programming: S = { name: '10 02', request: () => ({ bytes: SESSION.programming, moment: 'entry' }) };

/** A unit that does not have the service has nothing to switch off. */
function whereItExists(job: JobState, trouble: Trouble): JobState | undefined {
  return trouble.kind === 'negative' && NOT_SUPPORTED.has(trouble.nrc) ? job : undefined;
}
const NOT_SUPPORTED: ReadonlySet<number> = new Set([
  NRC.serviceNotSupported,
  NRC.subFunctionNotSupported,
  NRC.serviceNotSupportedInActiveSession,
  NRC.subFunctionNotSupportedInActiveSession,
]);

/** ENTRY: the unit is made ready, unlocked, and says once more who it is. Every request asks all gates. */
export const entering = sequence(
  'entering',
  (job) => {
    const { profile, plan } = job.brief;
    return [recordEntry, ...doors(unitOf(job), plan.kind), ...lastingSteps<'entering'>(profile)];
  },
  (job, context) => {
    const identity = confirmedIdentity(job, context);
    if (!identity.known) return abort(job, `${identity.why} Nothing was erased or written.`);
    const entered: JobState = { ...job, evidence: { ...job.evidence, identity } };
    return entered.brief.plan.kind === 'coding' ? beginWriting(entered) : beginErasing(entered);
  },
);

function doors(unit: UnitProfile | undefined, kind: 'coding' | 'programming'): readonly S[] {
  if (kind === 'coding') return [extended, ...unlockSteps<'entering'>(unit?.coding?.security ?? null, 'entry')];
  if (unit?.programming == null) return [];
  const { communicationType, security } = unit.programming;
  return [extended, dtcOff, silence(communicationType), programming, ...unlockSteps<'entering'>(security, 'entry')];
}

/** VIN and serial as just read, beside everything that was read before: the cable has not been moved. (F33) */
export function confirmedIdentity(job: JobState, { now }: Context): Fact<UnitIdentity> {
  const { vin, serial } = job.brief.profile.identification;
  const { texts } = surveyOf(job);
  const before = job.evidence.identity;
  if (!before.known) return before;
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
  if (job.brief.plan.kind === 'coding' || type === undefined) return [UNDO.session];
  return [UNDO.session, UNDO.dtcSetting, UNDO.communication(type)];
}

/** Reading the memory had opened a session. */
export const undoOfReading: readonly Undo[] = [UNDO.session];
