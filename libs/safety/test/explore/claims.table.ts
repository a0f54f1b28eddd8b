import { hex } from '@baylink/kernel';
import { isOver, type JobRecord, type RecordType, resumeFrom, runStateOf } from '../../src/index.js';
import { SEED } from './answers.js';
import { NO_SUPPLY } from './facts.js';
import type { Move } from './moves.js';
import type { Node, Step } from './node.js';
import { counterOf, disturbs, enters, isBlock, isErase, isValueWrite, sends, writes } from './onlooker.js';

/** One step, with what stood before and after it. */
export interface Seen {
  readonly before: Node;
  readonly move: Move;
  readonly step: Step;
}

interface Claim {
  readonly claim: string;
  readonly holds: (seen: Seen) => boolean;
}

/** A journal that has failed takes no more records and can witness nothing. */
const sound = ({ step }: Seen): boolean => step.node.job.journal.health === 'sound';
const lastOf = ({ step }: Seen): RecordType | undefined => step.node.durable.at(-1)?.type;
const has = ({ step }: Seen, type: RecordType): boolean => step.node.durable.some((record) => record.type === type);
const ended = ({ step }: Seen, state: string): boolean =>
  runStateOf(step.node.job) === state && step.node.job.awaits.for !== 'journal';
const written = ({ step }: Seen): readonly JobRecord[] =>
  step.out.flatMap((out) => (out.kind === 'journal' ? [out.record] : []));
const every = (seen: Seen, test: (send: ReturnType<typeof sends>[number]) => boolean): boolean =>
  sends(seen.step.out).every(test);

const TOLD_LATE: ReadonlyMap<string, RecordType> = new Map([
  ['DONE', 'DONE'],
  ['ABORTED_CLEAN', 'ABORT'],
  ['RESTORED', 'RESTORED'],
  ['HOLD', 'HOLD'],
]);

/** The invariants of the write job, asked of every step of the exploration from outside. */
export const CLAIMS: readonly Claim[] = [
  {
    claim: 'I1 before the first erase nothing of ENTRY and nothing that writes leaves while a fact is missing or wrong',
    holds: (seen) =>
      seen.move.facts === 'good' ||
      seen.before.job.region === 'after' ||
      every(seen, (send) => !enters(send) && !writes(send)),
  },
  {
    claim: 'I1 after it nothing that writes leaves on a supply that is wrong or not known',
    holds: (seen) => !NO_SUPPLY.has(seen.move.facts) || every(seen, (send) => !writes(send) && !enters(send)),
  },
  {
    claim: 'I2 the last durable record before an erase is its ERASE_INTENT, before a 2E its WRITE_INTENT',
    holds: (seen) =>
      !sound(seen) ||
      every(
        seen,
        (send) =>
          (!isErase(send) || lastOf(seen) === 'ERASE_INTENT') &&
          (!isValueWrite(send) || lastOf(seen) === 'WRITE_INTENT'),
      ),
  },
  {
    claim: 'I3 backup and acknowledgement are durable before anything is written',
    holds: (seen) => !sound(seen) || every(seen, (send) => !writes(send) || (has(seen, 'BACKUP') && has(seen, 'ACK'))),
  },
  {
    claim: 'I4 ABORTED_CLEAN means that nothing was written',
    holds: (seen) => !ended(seen, 'ABORTED_CLEAN') || !seen.step.node.onlooker.wrote,
  },
  {
    claim: 'I5 DONE means a check that passed and a look at the unit after it, both since the last erase',
    holds: (seen) => {
      if (!ended(seen, 'DONE') || !sound(seen)) return true;
      const types = seen.step.node.durable.map(({ type }) => type);
      const since = types.slice(Math.max(types.lastIndexOf('ERASE_INTENT'), types.lastIndexOf('WRITE_INTENT')) + 1);
      return (
        since.includes('VERIFY') && since.indexOf('POST') > since.indexOf('VERIFY') && !seen.step.node.onlooker.half
      );
    },
  },
  {
    claim: 'I6 a recorded number of blocks is no greater than what the unit has acknowledged',
    holds: (seen) =>
      written(seen).every((record) => record.type !== 'BLK' || record.k <= seen.step.node.onlooker.acknowledged),
  },
  {
    claim: 'I7 the block that leaves is the one behind what the unit has acknowledged, whoever was told so',
    holds: (seen) =>
      every(seen, (send) => !isBlock(send) || counterOf(send) === seen.step.node.onlooker.acknowledged + 1),
  },
  {
    claim: 'I7 the same block leaves three times at most without an answer, restarts included',
    holds: ({ step }) => step.node.downloads.every(({ open }) => (open?.times ?? 0) <= 3),
  },
  {
    claim: 'I8 no counter is in two ACK records',
    holds: ({ step }) => new Set(step.node.onlooker.counters).size === step.node.onlooker.counters.length,
  },
  {
    claim: 'I10 no reset, no default session and no 28 reaches a unit that is half written',
    holds: (seen) =>
      !seen.before.onlooker.half || seen.move.name.startsWith('answer right') || every(seen, (send) => !disturbs(send)),
  },
  {
    claim: 'I18 the same journal gives the same job',
    holds: ({ step, move }) => {
      if (!move.name.startsWith('death')) return true;
      const { profile, bootId } = { ...step.node.job.brief, bootId: `boot-${step.node.lives}` };
      const again = resumeFrom(step.node.durable, { profile, bootId, usedCounter: step.node.counter });
      return again.ok && JSON.stringify(again.value) === JSON.stringify(step.node.job);
    },
  },
  {
    claim: 'I22 HOLD names the reason and the next human step',
    holds: (seen) =>
      written(seen).every((record) => record.type !== 'HOLD' || (record.why !== '' && record.next !== '')),
  },
  {
    claim: 'I23 no seed is in a record or a report',
    holds: ({ step }) =>
      !JSON.stringify(step.out.filter(({ kind }) => kind === 'journal' || kind === 'report')).includes(hex(SEED)),
  },
  {
    claim: 'I24 what a restore erases and writes is the backup',
    holds: (seen) =>
      written(seen).every(
        (record) =>
          record.type !== 'ERASE_INTENT' || record.image === (seen.step.node.job.mode === 'restore' ? 'backup' : 'new'),
      ),
  },
  {
    claim: 'nobody is told of an end before its record is durable',
    holds: (seen) =>
      !sound(seen) ||
      seen.step.out.every(
        (out) =>
          out.kind !== 'report' || !TOLD_LATE.has(out.report.state) || lastOf(seen) === TOLD_LATE.get(out.report.state),
      ),
  },
  {
    claim: 'a job that is over sends nothing, unless a person lets it go on',
    holds: (seen) => !isOver(seen.before.job) || seen.move.name === 'continued' || sends(seen.step.out).length === 0,
  },
];
