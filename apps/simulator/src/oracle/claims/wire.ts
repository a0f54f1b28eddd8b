import type { Seen } from '../../world/tap.js';
import { type Claim, intentOf, journalFailed, ofTarget, show } from '../claim.js';
import type { Evidence, Span } from '../evidence.js';
import { linesOf } from '../journal.js';
import { isBlock, isDefaultSession, isDownload, isErase, isReset, isSession, isSilence, isWrite } from '../requests.js';
import { BLOCK_CLAIMS } from './blocks.js';

const ACKNOWLEDGED = 0x76;
const PENDING = 0x78;
/** The session is over with it. */
const RESET_DONE = 0x51;
const SESSION_BEGUN = 0x50;
const DEFAULT_SESSION = 0x01;
/** After which a unit that hears nothing is in its default session. (ISO 14229-2 S3server) */
const S3 = 5_000;
/** Half of S3 (ISO 14229-2), and what a busy link may add. */
const LONGEST_GAP = 2_500 + 600;
/** A unit is asked again after a restart, a lost session or a failed check at most so often. */
const MOST_REENTRIES = 3;
/** A person agrees once for each try to arm, and the third that a gate refuses is the last. */
const MOST_AGREEMENTS = 3;
/** The last record of a job between its first erase and the end of its checks, that is not about to enter the unit anew. */
const HALF_WRITTEN: ReadonlySet<string> = new Set(['ERASE_INTENT', 'ERASE_DONE', 'BLK', 'VERIFY']);
/** The unit is in a session that somebody has to keep; a pause keeps what was kept before it, and behind HOLD that is nothing. */
const KEPT: ReadonlySet<string> = new Set([
  'ENTRY',
  'ERASE_INTENT',
  'ERASE_DONE',
  'BLK',
  'WRITE_INTENT',
  'WRITE_DONE',
  'VERIFY',
]);

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
      let last = -1;
      for (const one of withTarget(evidence)) {
        const { direction, bytes, durable } = one;
        if (direction === 'tx' && isDownload(bytes)) [acknowledged, last] = [0, -1];
        if (direction === 'rx' && bytes[0] === ACKNOWLEDGED && bytes[1] !== last) {
          acknowledged++;
          last = bytes[1] ?? -1;
        }
        if (direction !== 'tx' || journalFailed(evidence, one.at)) continue;
        const lines = linesOf(durable);
        const since = lines.slice(lines.findLastIndex(({ type }) => type === 'ERASE_DONE'));
        const written = since.findLast(({ type }) => type === 'BLK')?.record.k;
        if (typeof written === 'number' && written > acknowledged)
          faults.push(`block ${written} in the journal, ${acknowledged} acknowledged: ${show(one)}`);
      }
      return faults;
    },
  },
  ...BLOCK_CLAIMS,
  {
    id: 'I10 no reset, no default session and no silence between the erase and the verification, except by re-entry',
    find: (evidence) =>
      ofTarget(evidence)
        .filter(({ bytes }) => isReset(bytes) || isDefaultSession(bytes) || isSilence(bytes))
        .filter(({ durable, at }) => HALF_WRITTEN.has(intentOf(durable)?.type ?? '') && !journalFailed(evidence, at))
        .filter(({ at }) => ofTarget(evidence).some((one) => isErase(one.bytes) && one.at <= at))
        .map(show),
  },
  {
    id: 'I11 a unit that is being written hears something at least every S3/2',
    find: (evidence) => {
      const talk = withTarget(evidence);
      const givenUp = heldAt(evidence);
      return talk.flatMap((one, index) => {
        const next = talk[index + 1];
        const end = Math.min(next?.at ?? one.at, givenUp.find((at) => at >= one.at) ?? Number.POSITIVE_INFINITY);
        const kept = KEPT.has(one.direction === 'tx' ? (intentOf(one.durable)?.type ?? '') : lastKnown(talk, index));
        const waits =
          (one.bytes[0] === 0x7f && one.bytes[2] === PENDING) ||
          one.bytes[0] === RESET_DONE ||
          isGivenBack(talk, index);
        const answered = one.direction === 'tx' && next?.direction === 'rx';
        if (next === undefined || !kept || waits || answered || end - one.at <= LONGEST_GAP) return [];
        return during(evidence.pauses, one.at, end) || journalFailed(evidence, end)
          ? []
          : [`${(end - one.at).toFixed(0)} ms after ${show(one)}`];
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
    id: 'I19 agreements have a bound',
    find: ({ journal }) => {
      const agreements = journal.filter(({ type }) => type === 'ACK').length;
      return agreements > MOST_AGREEMENTS ? [`${agreements} of them`] : [];
    },
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
            .filter(({ bytes }) => isWrite(bytes))
            .map(show)
        : [],
  },
];

/** When people were told of HOLD: from then on nobody keeps a session. */
function heldAt({ alarms, journal }: Evidence): readonly number[] {
  const holds = journal.filter(({ type }) => type === 'HOLD');
  const sentences = new Set(holds.map(({ record: { why, next } }) => `${String(why)} ${String(next)}`));
  return alarms.filter(({ sentence }) => sentences.has(sentence)).map(({ at }) => at);
}

const requestBefore = (talk: readonly Seen[], index: number): Seen | undefined =>
  talk.slice(Math.max(0, index - 8), index).findLast(({ direction }) => direction === 'tx');

/** The journal as it stood at the request before. */
function lastKnown(talk: readonly Seen[], index: number): string {
  const before = requestBefore(talk, index);
  return before === undefined ? '' : (intentOf(before.durable)?.type ?? '');
}

/** The unit says that it is in its default session, to a shop that has asked for that before anything was written: a clean abort. */
function isGivenBack(talk: readonly Seen[], index: number): boolean {
  const { direction, bytes } = talk[index] ?? {};
  if (direction !== 'rx' || bytes?.[0] !== SESSION_BEGUN || bytes[1] !== DEFAULT_SESSION) return false;
  const asked = requestBefore(talk, index);
  return asked !== undefined && isDefaultSession(asked.bytes) && lastKnown(talk, index) === 'ENTRY';
}
