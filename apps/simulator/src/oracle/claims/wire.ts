import { hex } from '@baylink/kernel';
import type { Seen } from '../../world/tap.js';
import { type Claim, holds, isFinal, lastOf, ofTarget, show } from '../claim.js';
import type { Evidence, Span } from '../evidence.js';
import { linesOf } from '../journal.js';
import { isBlock, isDefaultSession, isErase, isPassedCheck, isReset, isSession, isWrite } from '../requests.js';

const ACKNOWLEDGED = 0x76;
const PENDING = 0x78;
/** The session is over with it. */
const RESET_DONE = 0x51;
/** After which a unit that hears nothing is in its default session. (ISO 14229-2 S3server) */
const S3 = 5_000;
/** Half of S3 (ISO 14229-2), and what a busy link may add. */
const LONGEST_GAP = 2_500 + 600;
/** A unit is asked again after a restart, a lost session or a failed check at most so often. */
const MOST_REENTRIES = 3;
const MOST_REPEATS = 3;
/** The job is between the first erase and its check, and has not lost the unit. */
const KEPT: ReadonlySet<string> = new Set(['ERASE_DONE', 'BLK', 'PAUSE', 'RESUME']);

const during = (spans: readonly Span[], from: number, to: number): boolean =>
  spans.some((span) => span.from < to && span.to > from);

/** Nobody let the unit wait as long as S3 before the process began, nor until it wrote. */
function sessionLived(evidence: Evidence, began: number, wrote: number): boolean {
  const talk = withTarget(evidence).filter(({ at }) => at <= wrote);
  const since = talk.slice(talk.findLastIndex(({ at }) => at < began));
  const cut = evidence.cuts.some((at) => at >= (since[0]?.at ?? 0) && at <= wrote);
  return !cut && since.length > 1 && since.slice(1).every(({ at }, i) => at - (since[i]?.at ?? 0) < S3);
}

const withTarget = ({ plan, seen }: Evidence): readonly Seen[] => seen.filter(({ unit }) => unit === plan.target.unit);

/** What the wire-tap saw. */
export const WIRE_CLAIMS: readonly Claim[] = [
  {
    id: 'I6 no block is journalled ahead of the unit',
    find: (evidence) => {
      const faults: string[] = [];
      let acknowledged = 0;
      for (const one of withTarget(evidence)) {
        if (one.direction === 'rx' && one.bytes[0] === ACKNOWLEDGED) acknowledged++;
        if (one.direction !== 'tx') continue;
        const written = linesOf(one.durable).findLast(({ type }) => type === 'BLK')?.record.k;
        if (typeof written === 'number' && written > acknowledged)
          faults.push(`block ${written} in the journal, ${acknowledged} acknowledged: ${show(one)}`);
      }
      return faults;
    },
  },
  {
    id: 'I7 blocks leave in their order; one that is repeated is the same, three times at most',
    find: (evidence) => {
      const faults: string[] = [];
      let last: { readonly counter: number; readonly bytes: string } = { counter: 0, bytes: '' };
      let times = 0;
      for (const one of ofTarget(evidence)) {
        if (one.bytes[0] === 0x34) last = { counter: 0, bytes: '' };
        if (!isBlock(one.bytes)) continue;
        const bytes = hex(one.bytes);
        const counter = one.bytes[1] ?? -1;
        times = bytes === last.bytes ? times + 1 : 1;
        const next = counter === (last.counter + 1) % 256;
        if (!(next || bytes === last.bytes) || times > MOST_REPEATS) faults.push(show(one));
        last = { counter, bytes };
      }
      return faults;
    },
  },
  {
    id: 'I10 no reset and no default session between the erase and the verification, except by re-entry',
    find: (evidence) => {
      const faults: string[] = [];
      let erased = false;
      for (const one of withTarget(evidence)) {
        if (one.direction === 'rx') {
          if (isPassedCheck(one.bytes)) erased = false;
          continue;
        }
        if (isErase(one.bytes)) erased = true;
        const ends = isReset(one.bytes) || isDefaultSession(one.bytes);
        if (ends && erased && !holds(one.durable, 'REENTRY', 'RESTORE_INTENT', 'VERIFY', 'RESET_INTENT'))
          faults.push(show(one));
      }
      return faults;
    },
  },
  {
    id: 'I11 while blocks are written the unit hears something at least every S3/2',
    find: (evidence) => {
      const talk = withTarget(evidence);
      return talk.flatMap((one, index) => {
        const next = talk[index + 1];
        const kept = KEPT.has(one.direction === 'tx' ? (lastOf(one.durable)?.type ?? '') : lastKnown(talk, index));
        const waits = (one.bytes[0] === 0x7f && one.bytes[2] === PENDING) || one.bytes[0] === RESET_DONE;
        const answered = one.direction === 'tx' && next?.direction === 'rx';
        if (next === undefined || !kept || waits || answered || next.at - one.at <= LONGEST_GAP) return [];
        return during(evidence.pauses, one.at, next.at)
          ? []
          : [`${(next.at - one.at).toFixed(0)} ms after ${show(one)}`];
      });
    },
  },
  {
    id: 'I12 nothing of write class goes to any other unit',
    find: ({ plan, seen }) =>
      seen
        .filter(({ direction, unit, bytes }) => direction === 'tx' && unit !== plan.target.unit && isWrite(bytes))
        .map(show),
  },
  {
    id: 'I18 a process that takes the job up enters the unit anew before it writes, or goes on with blocks in a session that cannot have lapsed',
    find: (evidence) =>
      evidence.lives.slice(1).flatMap(({ from, to }) => {
        const life = ofTarget(evidence).filter(({ at }) => at >= from && at < to);
        const first = life.findIndex(({ bytes }) => isWrite(bytes));
        const wrote = life[first];
        if (wrote === undefined || life.slice(0, first).some(({ bytes }) => isSession(bytes))) return [];
        return isBlock(wrote.bytes) && sessionLived(evidence, from, wrote.at) ? [] : [show(wrote)];
      }),
  },
  {
    id: 'I19 re-entries have a bound',
    find: ({ journal }) =>
      journal
        .filter(({ type, record }) => type === 'REENTRY' && Number(record.n) > MOST_REENTRIES)
        .map(({ record }) => `the ${String(record.n)}th`),
  },
  {
    id: 'I20 a plan is executed at most once',
    find: ({ journal, plan }) => {
      const begun = journal.filter(({ type, record }) => type === 'PLAN' && record.job === plan.job).length;
      return begun > 1 ? [`begun ${begun} times`] : [];
    },
  },
  {
    id: 'I4 a clean abort has written nothing',
    find: (evidence) =>
      evidence.ending === 'ABORTED_CLEAN'
        ? ofTarget(evidence)
            .filter(({ bytes }) => isFinal(bytes))
            .filter(() => evidence.plan.kind !== 'coding' || !undone(evidence))
            .map(show)
        : [],
  },
];

/** The journal as it stood at the request before. */
function lastKnown(talk: readonly Seen[], index: number): string {
  const before = talk.slice(Math.max(0, index - 8), index).findLast(({ direction }) => direction === 'tx');
  return before === undefined ? '' : (lastOf(before.durable)?.type ?? '');
}

/** A coding job that aborts writes its old values back. */
const undone = ({ journal }: Evidence): boolean => journal.some(({ type }) => type === 'RESTORE_INTENT');
