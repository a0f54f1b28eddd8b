import { answersOf } from './answer.js';
import type { Gate, Moment } from './gate.js';

const { yes, no } = answersOf('RECOVERY_PLAN');

const METHOD = { programming: 'restore-backup', coding: 'write-old-values' } as const;
/** Before the backup is made only the method can be judged. */
const BEFORE_BACKUP: ReadonlySet<Moment> = new Set(['observe', 'memory-read']);
const PERCENT = 100;

/** The plan says how the unit is brought back, and the shop has what that needs. */
export const recoveryPlan: Gate = ({ backup, image, workstation }, { moment, plan, profile }) => {
  const wanted = METHOD[plan.kind];
  if (plan.recovery.method !== wanted)
    return no(1, {
      measured: plan.recovery.method,
      wanted,
      sentence: `The plan would bring the unit back by "${plan.recovery.method}", which does not fit ${plan.kind}: the expert has to correct it.`,
    });
  if (!BEFORE_BACKUP.has(moment) && !backup.known)
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
  return yes({
    measured: `${plan.recovery.method}, ${power.kind}`,
    wanted,
    sentence: 'The plan says how the unit is brought back, and the shop has what that needs.',
  });
};
