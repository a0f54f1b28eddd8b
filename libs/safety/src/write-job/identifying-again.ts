import { hold } from './endings.js';
import { failedCheck, lookAgainLater } from './failed-check.js';
import { beginReadingBack } from './reading-memory.js';
import { sequence } from './sequence.js';
import type { JobState } from './state.js';
import { identificationSteps, identityHeard } from './survey.js';

/** VERIFIED: the same unit, and the software that was to be expected. */
export const identifyingAgain = sequence(
  'identifying-again',
  ({ brief }) => identificationSteps<'identifying-again'>(brief),
  (job, context) => {
    const identity = identityHeard(job, context);
    if (!identity.known) return lookAgainLater(job, identity.why, context);
    const { value } = identity;
    const before = job.saved.identity;
    const other = (['vin', 'serial', 'hardware'] as const).find((field) => value[field] !== before?.[field]);
    if (other !== undefined && value[other] === '')
      return lookAgainLater(job, `The unit does not tell its ${other}.`, context);
    if (other !== undefined)
      return hold(
        job,
        {
          why: `After the reset the unit reports ${other} ${value[other]} instead of ${before?.[other] ?? 'nothing'}.`,
          next: 'Check that the cable is on the same vehicle, then press continue.',
          silent: false,
        },
        context,
      );
    const expected = expectedSoftware(job);
    const read: JobState = { ...job, evidence: { ...job.evidence, identity }, softwareAfter: value.software };
    if (value.software === '' || (expected !== null && value.software !== expected))
      return failedCheck(
        read,
        `The unit reports software ${value.software || 'nothing'} instead of ${expected ?? 'any'}.`,
        context,
      );
    return beginReadingBack(read);
  },
);

/** null: nobody has said what the new software calls itself. */
function expectedSoftware({ mode, brief, saved }: JobState): string | null {
  if (mode === 'restore' || brief.plan.kind === 'coding') return saved.identity?.software ?? null;
  return brief.plan.expectSoftware ?? brief.image?.software ?? null;
}
