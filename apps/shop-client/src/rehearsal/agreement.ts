import { after, type Millis, millis } from '@baylink/kernel';
import type { JobBrief, JobEvent, JobState } from '@baylink/safety';
import { SUPPLY } from './good-shop.js';

/** Of the one acknowledgement that a rehearsal gives, beyond what the shop has used. */
export const COUNTER = 1;

/** A technician who agrees to what is asked for, as long as it has to be held. */
export function agreementTo(job: JobState, brief: JobBrief, now: Millis): JobEvent {
  const { plan, planDigest, profile, phrase, bootId } = brief;
  const { backup } = job.evidence;
  return {
    kind: 'acknowledged',
    acknowledgement: {
      job: plan.job,
      planDigest,
      vin: plan.target.vin,
      unit: plan.target.unit,
      voltageSeen: SUPPLY,
      backupGrade: backup.known ? backup.value.grade : 'C',
      at: now,
      expires: after(now, millis(profile.timing.acknowledgementLife)),
      bootId,
      counter: job.usedCounter + COUNTER,
      held: millis(profile.timing.hold),
      phrases: { shop: phrase, expert: phrase },
      signatureDigest: planDigest,
    },
  };
}
