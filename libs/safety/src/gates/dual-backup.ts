import { isFresh, showAge } from '../facts/age.js';
import type { Fact } from '../facts/fact.js';
import type { BackupPlace, RestoreDrill, StoredBackup } from '../facts/facts.js';
import { isRecordedRefusal } from '../facts/read-refusal.js';
import { answersOf } from './answer.js';
import type { Demand, Gate, GateReport, Moment } from './gate.js';

const { yes, no } = answersOf('DUAL_BACKUP');

const ACCEPTED = { programming: ['A', 'B'], coding: ['A', 'B', 'C'] } as const;
const PLACES = 2;
/** The copies are read again for each agreement, this long before arming at most; ms. */
const DRILL_AGE = 60_000;
const AFTER_DRILL: ReadonlySet<Moment> = new Set(['arming', 'entry', 'point-of-no-return']);

/** What is about to be overwritten lies in two places, read back and equal, and is of this very unit. */
export const dualBackup: Gate = ({ backup, drill, identity }, demand) => {
  const { plan } = demand;
  const accepted: readonly string[] = ACCEPTED[plan.kind];
  const wanted = `grade ${accepted.join(' or ')} of this unit on two media, read back and equal`;
  if (!backup.known)
    return no(1, {
      measured: 'no backup',
      wanted,
      sentence: `There is no backup of the unit: ${backup.why}. Nothing is written before there is one.`,
    });
  const { grade, serial, unit, digest, places, proof } = backup.value;
  const measured = `grade ${grade} on ${places.map(({ medium }) => medium).join(' and ') || 'nothing'}`;
  if (!accepted.includes(grade))
    return no(2, {
      measured,
      wanted,
      sentence: `The backup is of grade ${grade}: ${plan.kind} needs ${accepted.join(' or ')}${proof.kind === 'none' ? `, and ${proof.why}` : ''}. Get the maker's original file for this unit.`,
    });
  if (!identity.known)
    return no(3, {
      measured: `backup of serial ${serial}`,
      wanted: 'a backup of the unit that answers now',
      sentence: `Whether the backup is of the unit that answers now is not known: ${identity.why}. Put that right, then try again.`,
    });
  if (identity.value.serial !== serial || identity.value.unit !== unit || plan.target.unit !== unit)
    return no(3, {
      measured: `backup of serial ${serial}`,
      wanted: `a backup of serial ${identity.value.serial}`,
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
  return (
    proofFault(backup.value, demand, wanted) ??
    drillFault(drill, backup.value, demand) ??
    yes({
      measured,
      wanted,
      sentence: `A backup of grade ${grade} of serial ${serial} lies in ${media.size} places.`,
    })
  );
};

/** A grade is not believed by its letter: what it rests on must be there. */
function proofFault(
  { grade, proof, original, unit }: StoredBackup,
  { profile }: Demand,
  wanted: string,
): GateReport | undefined {
  const dialect = profile.units.find(({ address }) => address.logical === unit)?.dialect ?? 'uds';
  const rests =
    grade === 'C' ||
    (grade === 'A' && proof.kind === 'read') ||
    (grade === 'B' &&
      original !== null &&
      proof.kind === 'refused' &&
      isRecordedRefusal(proof.request, proof.response, dialect));
  if (rests) return undefined;
  return no(6, {
    measured: `grade ${grade} on the ground of "${proof.kind}"`,
    wanted,
    sentence: `The backup calls itself grade ${grade} and nothing that the unit has given or said shows it: offer the plan again, so that the unit is read anew.`,
  });
}

/** Right before arming the copies themselves are asked: what was stored once may be gone. */
function drillFault(
  drill: Fact<RestoreDrill>,
  { digest }: StoredBackup,
  { moment, measuredAt }: Demand,
): GateReport | undefined {
  if (!AFTER_DRILL.has(moment)) return undefined;
  const wanted = `${PLACES} copies read back within ${showAge(DRILL_AGE)} before arming`;
  if (!drill.known)
    return no(7, {
      measured: 'no restore drill',
      wanted,
      sentence: `The copies of the backup could not be read back and prepared for a restore: ${drill.why}. Put that right, or start the shop client with --backup-folder on another disk, then agree again.`,
    });
  if (!isFresh(drill.at, DRILL_AGE, measuredAt.vehicle))
    return no(7, {
      measured: `read back ${showAge(measuredAt.vehicle - drill.at)} before`,
      wanted,
      sentence: 'The copies of the backup were read back too long ago: agree again, and they are read anew.',
    });
  const { places, blocks } = drill.value;
  if (drill.value.digest === digest && mediaWith(places, digest) >= PLACES && blocks >= 0) return undefined;
  return no(8, {
    measured: `${mediaWith(places, digest)} equal copies`,
    wanted,
    sentence: `Only ${mediaWith(places, digest)} of ${PLACES} copies of the backup read back equal now: connect the broker or a second disk (--backup-folder), then agree again.`,
  });
}

const mediaWith = (places: readonly BackupPlace[], digest: string): number =>
  new Set(places.filter((place) => place.digest === digest).map(({ medium }) => medium)).size;
