import { answersOf } from './answer.js';
import type { Gate } from './gate.js';

const { yes, no } = answersOf('DUAL_BACKUP');

const ACCEPTED = { programming: ['A', 'B'], coding: ['A', 'B', 'C'] } as const;
const PLACES = 2;

/** What is about to be overwritten lies in two places, read back and equal, and is of this very unit. */
export const dualBackup: Gate = ({ backup, identity }, { plan }) => {
  const accepted: readonly string[] = ACCEPTED[plan.kind];
  const wanted = `grade ${accepted.join(' or ')} of this unit on two media, read back and equal`;
  if (!backup.known)
    return no(1, {
      measured: 'no backup',
      wanted,
      sentence: `There is no backup of the unit: ${backup.why}. Nothing is written before there is one.`,
    });
  const { grade, serial, unit, digest, places } = backup.value;
  const measured = `grade ${grade} on ${places.map(({ medium }) => medium).join(' and ') || 'nothing'}`;
  if (!accepted.includes(grade))
    return no(2, {
      measured,
      wanted,
      sentence: `The backup is of grade ${grade}: ${plan.kind} needs ${accepted.join(' or ')}. Get the maker's original file for this unit.`,
    });
  if (!identity.known || identity.value.serial !== serial || identity.value.unit !== unit || plan.target.unit !== unit)
    return no(3, {
      measured: `backup of serial ${serial}`,
      wanted: `a backup of serial ${identity.known ? identity.value.serial : 'unknown'}`,
      sentence: 'The backup is not of the unit that answers now: make a new one with this unit connected.',
    });
  const media = new Set(places.map(({ medium }) => medium));
  if (media.size < PLACES)
    return no(4, {
      measured,
      wanted,
      sentence: `The backup lies on ${media.size} of ${PLACES} media: connect the broker or a second disk, then store it again.`,
    });
  const wrong = places.find((place) => place.digest !== digest);
  if (wrong !== undefined)
    return no(5, {
      measured: `the copy on ${wrong.medium} differs`,
      wanted,
      sentence: `The copy of the backup on ${wrong.medium} does not read back equal: replace that medium and store it again.`,
    });
  return yes({
    measured,
    wanted,
    sentence: `A backup of grade ${grade} of serial ${serial} lies in ${media.size} places.`,
  });
};
