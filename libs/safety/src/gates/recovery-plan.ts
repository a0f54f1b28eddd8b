import type { Facts } from '../facts/facts.js';
import { answersOf } from './answer.js';
import type { Demand, Gate, GateReport, Moment } from './gate.js';

const { yes, no } = answersOf('RECOVERY_PLAN');

const METHOD = { programming: 'restore-backup', coding: 'write-old-values' } as const;
/** Before the backup is made only the method can be judged. */
const BEFORE_BACKUP: Moment = 'memory-read';
const PERCENT = 100;

/** The plan says how the unit is brought back, and the shop has what that needs. */
export const recoveryPlan: Gate = (facts, demand) => {
  const { backup, image, workstation } = facts;
  const { moment, plan, profile } = demand;
  const wanted = METHOD[plan.kind];
  if (plan.recovery.method !== wanted)
    return no(1, {
      measured: plan.recovery.method,
      wanted,
      sentence: `The plan would bring the unit back by "${plan.recovery.method}", which does not fit ${plan.kind}: the expert has to correct it.`,
    });
  if (moment !== BEFORE_BACKUP && !backup.known)
    return no(2, {
      measured: 'nothing to bring back',
      wanted: 'a stored backup',
      sentence: `There is nothing that the unit could be brought back with: ${backup.why}.`,
    });
  if (!workstation.known)
    return no(3, {
      measured: 'unknown',
      wanted: 'free disk and power supply of the shop computer',
      sentence: `Disk and power supply of the shop computer are not known: ${workstation.why}.`,
    });
  const { freeDiskBytes, power } = workstation.value;
  const size = image.known ? image.value.segments.reduce((sum, segment) => sum + segment.size, 0) : 0;
  const needed = size * profile.workstation.diskFactor;
  if (!(freeDiskBytes >= needed))
    return no(4, {
      measured: `${freeDiskBytes} bytes free`,
      wanted: `${needed} bytes free`,
      sentence: `The shop computer has ${freeDiskBytes} bytes of free disk and ${needed} are needed: free some space.`,
    });
  const least = profile.workstation.batteryPercent;
  if (power.kind === 'battery' && !(power.percent >= least && power.percent <= PERCENT))
    return no(5, {
      measured: `battery at ${power.percent} %`,
      wanted: `mains, or a battery at ${least} % or more`,
      sentence: `The shop computer runs on its battery at ${power.percent} %: connect it to the mains.`,
    });
  return (
    rehearsalFault(facts, demand) ??
    yes({
      measured: `${plan.recovery.method}, ${power.kind}`,
      wanted,
      sentence: 'The plan says how the unit is brought back, and the shop has what that needs.',
    })
  );
};

/** What a twin of the unit was not brought back from is not tried with the unit. */
function rehearsalFault({ backup, rehearsal }: Facts, { moment, planDigest }: Demand): GateReport | undefined {
  if (moment === BEFORE_BACKUP) return undefined;
  const wanted = 'this plan and its recovery, rehearsed on a twin of this unit';
  if (!rehearsal.known)
    return no(6, {
      measured: 'not rehearsed',
      wanted,
      sentence: `Plan and recovery were not rehearsed on a twin of this unit: ${rehearsal.why}. Nothing is written without it; put that right and offer the plan again.`,
    });
  const { scenes } = rehearsal.value;
  const same =
    rehearsal.value.planDigest === planDigest && backup.known && rehearsal.value.backup === backup.value.digest;
  if (!same || scenes.length === 0)
    return no(7, {
      measured: same ? 'a rehearsal without a scene' : 'a rehearsal of another plan or backup',
      wanted,
      sentence:
        'What was rehearsed is not this plan with this backup: offer the plan again, so that it is rehearsed anew.',
    });
  const failed = scenes.find(({ held }) => held !== true);
  if (failed === undefined) return undefined;
  return no(8, {
    measured: `"${failed.scene}" failed`,
    wanted,
    sentence: `In the rehearsal the twin of this unit was not brought through "${failed.scene}": ${failed.sentence} Nothing is written to the unit; the expert has to change plan, file or profile.`,
  });
}
