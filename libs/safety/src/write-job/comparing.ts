import { after, hex, millis, showHex } from '@baylink/kernel';
import { dtcStep } from './dtc-step.js';
import { finishRestored } from './endings.js';
import { failedCheck, lookAgainLater } from './failed-check.js';
import type { PhaseRules } from './phase-rules.js';
import { type SendStep, type Step, sequence } from './sequence.js';
import type { JobState } from './state.js';
import { go, still, type Turn, unitOf } from './turn.js';
import { wordsOf } from './words/words.table.js';

type S = SendStep<'comparing'>;

export const beginComparing = (job: JobState): Turn =>
  still(
    go(job, { task: 'comparing', at: 0, findings: [], wrong: undefined }, 'Coding and trouble codes are compared.'),
  );

/** VERIFIED, last: the coding is what it must be, and no trouble code is new. */
const steps = sequence('comparing', stepsOf, (job, context) => {
  const { wrong } = job.phase;
  if (wrong !== undefined) return failedCheck(job, wrong, context);
  if (job.mode === 'restore') return finishRestored(job, 'The unit is what it was before.', context);
  const until = after(context.now, millis(job.brief.profile.timing.pauseLimit));
  const sentence = 'Written and checked after the reset. Look at the vehicle and confirm at the bay screen.';
  return still(go(job, { task: 'confirming', until }, sentence));
});

/** A finished unit that falls silent here is looked at again, never erased. */
export const comparing: PhaseRules = {
  ...steps,
  trouble: (job, trouble, context) =>
    steps.trouble(job, trouble, context) ?? lookAgainLater(job, trouble.sentence, context),
};

function stepsOf(job: JobState): readonly Step<'comparing'>[] {
  return [
    ...expectedCoding(job).map(([did, value]) => valueStep(did, value)),
    dtcStep<'comparing'>(withNewCodes),
    {
      name: 'record POST',
      sync: 'fsync',
      record: (state, at) => ({
        type: 'POST',
        at,
        ids: state.evidence.identity.known ? state.evidence.identity.value : NOBODY,
        findings: [...state.phase.findings],
      }),
    },
  ];
}

/** DIDs and the values that they must hold now. Programming must leave the coding of the snapshot as it was. */
function expectedCoding(job: JobState): readonly (readonly [did: number, value: string])[] {
  const { mode, saved } = job;
  const { plan } = job.brief;
  if (plan.kind === 'coding')
    return plan.writes.map(({ did, before, after: wanted }) => [did, mode === 'write' ? wanted : before]);
  const listed = unitOf(job)?.coding?.dids ?? [];
  return saved.snapshot
    .filter(({ did }) => listed.some((entry) => entry.did === did))
    .map(({ did, value }) => [did, value]);
}

const valueStep = (did: number, wanted: string): S => ({
  name: 'read back',
  request: (job) => ({ bytes: wordsOf(job).readValue(did), moment: 'observe', repeats: 3 }),
  heard: (job, bytes) => {
    const value = hex(wordsOf(job).value(bytes));
    return value === wanted ? job : differing(job, `${showHex(did, 4)} holds ${value} instead of ${wanted}.`);
  },
  unless: (job, trouble) =>
    trouble.kind === 'negative' ? differing(job, `${showHex(did, 4)} cannot be read: ${trouble.sentence}`) : undefined,
});

/** Of coding it is the result itself; of programming a finding that a person has to see. */
function differing(job: JobState, sentence: string): JobState {
  if (job.phase.task !== 'comparing') return job;
  const findings = [...job.phase.findings, sentence];
  const wrong = job.brief.plan.kind === 'coding' ? sentence : job.phase.wrong;
  return { ...job, phase: { ...job.phase, findings, wrong } };
}

function withNewCodes(job: JobState, dtcs: readonly string[]): JobState {
  if (job.phase.task !== 'comparing') return job;
  const fresh = dtcs.filter((dtc) => !job.saved.dtcs.includes(dtc)).map((dtc) => `Trouble code ${dtc} is new.`);
  return { ...job, phase: { ...job.phase, findings: [...job.phase.findings, ...fresh] } };
}

const NOBODY = { unit: 0, vin: '', partNumber: '', hardware: '', software: '', serial: '' };
