import { type ExpertCertificate, type Plan, type Refusal, verifyPlan } from '@baylink/contracts';
import { type Clock, err, ok, type Result } from '@baylink/kernel';
import { checkPlan, type VehicleProfile } from '@baylink/safety';
import { type Countersignatures, type SecondWord, secondWordFor } from './countersignatures.js';
import { type ImageSources, type JobFiles, plannedFiles } from './planned-image.js';

/** What a plan is compared with: the visit that it must have been written for. */
export interface VisitTerms {
  readonly visit: string;
  readonly case: string;
  readonly nonce: string;
  readonly certificate: ExpertCertificate;
  readonly epoch: number;
}

/** The write jobs of this start, as far as a new plan has to do with them. */
export interface JobsHere {
  readonly current: { readonly id: string; readonly state: string } | undefined;
  readonly past: readonly string[];
}

export interface PlanDoorOptions extends ImageSources {
  /** Jobs that have a journal at this shop. */
  readonly used: ReadonlySet<string>;
  readonly clock: Clock;
  readonly profile: VehicleProfile;
  /** What is wrong at this shop, a sentence each: while there is one no job is begun. */
  readonly problems?: readonly string[];
  /** What second experts have signed; without it no plan that needs one is taken. */
  readonly countersignatures?: Countersignatures;
}

/** A plan that may become a job: who signed it is known, it fits, and its file is whole and readable. */
export interface AdmittedPlan {
  readonly plan: Plan;
  readonly digest: string;
  readonly files: JobFiles;
  /** Who has signed it beside the expert, where the unit asks for two. */
  readonly second: SecondWord | undefined;
}

/** Verifies and judges an offered plan. It opens nothing and sends nothing. `jobs` is asked when the signature is known to be good. */
export async function admitPlan(
  jws: string,
  terms: VisitTerms,
  jobs: () => JobsHere,
  options: PlanDoorOptions,
): Promise<Result<AdmittedPlan, Refusal>> {
  const verified = await verifyPlan(jws, terms.certificate.jwk);
  if (!verified.ok) {
    const sentence = `The plan was refused: ${verified.error.sentence}. Nothing was sent to the vehicle.`;
    return err({ rule: 'PLAN-SIGNATURE', sentence });
  }
  const { payload: plan, digest } = verified.value;
  const fault = misfit(plan, terms, jobs(), options) ?? faultOfContent(plan, options);
  if (fault !== undefined) return err(fault);
  const word = secondWordFor(plan, digest, terms.certificate, options);
  if (!word.ok) return word;
  const second = word.value;
  if (plan.kind !== 'programming')
    return ok({ plan, digest, files: { image: undefined, original: undefined }, second });
  const files = await plannedFiles(plan, options);
  return files.ok ? ok({ plan, digest, files: files.value, second }) : files;
}

/** Not for here and now: another job, an earlier plan, another visit, another start. */
function misfit(plan: Plan, terms: VisitTerms, jobs: JobsHere, options: PlanDoorOptions): Refusal | undefined {
  const { used, problems = [] } = options;
  const { current, past } = jobs;
  if (current !== undefined)
    return {
      rule: 'RUN-BUSY',
      sentence: `Job ${current.id} is in ${current.state}; one write job a vehicle. Wait until it has ended.`,
    };
  const [problem] = problems;
  if (problem !== undefined) return { rule: 'SHOP-DISK', sentence: problem };
  if (used.has(plan.job) || past.includes(plan.job))
    return {
      rule: 'PLAN-USED',
      sentence: 'This plan was executed before. A plan is executed once; write a new one.',
    };
  if (plan.visit !== terms.visit || plan.case !== terms.case)
    return { rule: 'PLAN-VISIT', sentence: 'This plan was written for another visit. Write it again in this one.' };
  if (plan.shopNonce !== terms.nonce)
    return {
      rule: 'PLAN-NONCE',
      sentence: 'This plan was written before the shop client was started. Write it again.',
    };
  return undefined;
}

function faultOfContent(plan: Plan, { profile, clock }: PlanDoorOptions): Refusal | undefined {
  const checked = checkPlan(plan, profile, clock.wall());
  if (checked.ok) return undefined;
  const [first] = checked.error;
  return first && { rule: first.rule, sentence: checked.error.map(({ sentence }) => sentence).join(' ') };
}
