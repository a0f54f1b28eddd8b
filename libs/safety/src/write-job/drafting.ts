import type { WallMillis } from '@baylink/kernel';
import { known } from '../facts/fact.js';
import { ask } from '../gates/evaluate.js';
import type { GateName } from '../gates/gate.js';
import { checkPlan } from '../plan/check-plan.js';
import { abort } from './endings.js';
import { sequence } from './sequence.js';
import type { JobState } from './state.js';
import { NOTHING_HEARD } from './survey.js';
import { type Context, demandOf, factsOf, go, still, type Turn } from './turn.js';

/** What a plan must have before anything of it is written down or read. */
const ASKED_FIRST: readonly GateName[] = ['AUTHORITY', 'AGREEMENTS'];

/** DRAFT: the plan makes sense here, and the expert may do it. */
export function beginDraft(job: JobState, wall: WallMillis, context: Context): Turn {
  const { plan, profile } = job.brief;
  const begun = go(job, { task: 'drafting', at: 0 });
  const checked = checkPlan(plan, profile, wall);
  if (!checked.ok) return abort(begun, checked.error.map(({ sentence }) => sentence).join(' '));
  const effect = plan.kind === 'coding' ? 'code' : 'program';
  if (profile.forbidden.includes(effect))
    return abort(begun, `This shop's policy does not allow ${plan.kind}: nothing is done.`);
  return refusedBy(begun, ASKED_FIRST, context) ?? still(begun);
}

export const drafting = sequence(
  'drafting',
  () => [
    {
      name: 'record PLAN',
      sync: 'fsync',
      record: ({ brief }, at) => ({
        type: 'PLAN',
        at,
        hash: brief.planDigest,
        phrase: brief.phrase,
        signatures: [...brief.signatures],
        job: brief.plan.job,
        epoch: brief.epoch,
        plan: brief.plan,
      }),
    },
  ],
  (job, context) => {
    const { image, plan } = job.brief;
    const staged: JobState =
      image === null ? job : { ...job, evidence: { ...job.evidence, image: known(image, context.now, 'staged file') } };
    const next = go(staged, { task: 'staging', at: 0 }, `The ${plan.kind} plan is accepted and staged.`);
    return still(next);
  },
);

/** STAGING: what lies on the disk is what the plan names. The unit's own part of CHECKSUM_MATCH follows once it is read. */
export const staging = sequence(
  'staging',
  () => [
    {
      name: 'record STAGED',
      sync: 'fsync',
      record: ({ brief }, at) => ({
        type: 'STAGED',
        at,
        image: brief.image === null ? null : copyOf(brief.image),
        original: brief.original === null ? null : copyOf(brief.original),
      }),
    },
  ],
  (job) => still(go(job, { task: 'identifying', at: 0, survey: NOTHING_HEARD }, 'The unit is identified.')),
);

/** Ends the job when one of these gates says no; `undefined` when all hold. */
export function refusedBy(job: JobState, gates: readonly GateName[], context: Context): Turn | undefined {
  const facts = factsOf(job, context);
  const reports = gates.map((gate) => ask(gate, facts, demandOf(job, 'memory-read', context.now), context.now));
  const refusing = reports.find((report) => !report.holds);
  return refusing === undefined ? undefined : abort({ ...job, gates: reports }, refusing.sentence);
}

type Image = NonNullable<JobState['brief']['image']>;
const copyOf = (image: Image) => ({
  ...image,
  segments: image.segments.map((segment) => ({ ...segment, pages: [...segment.pages] })),
});
