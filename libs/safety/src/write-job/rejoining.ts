import { after, millis } from '@baylink/kernel';
import type { DownloadPoint, DownloadSeen } from '@baylink/protocols/uds';
import { chained, chainOf, showChain } from '../keeper/chain.js';
import type { ProgrammingProfile } from '../profile/unit-profile.js';
import { dataLengthOf, messageLimit } from './block-length.js';
import type { StagedSegment } from './brief.js';
import { beginChecking } from './checking.js';
import { segmentAt } from './image-of.js';
import { fetchPage, nextBlock } from './pages.js';
import type { Rejoining } from './phase.js';
import { phaseRules } from './phase-rules.js';
import { reenterAfterRestart } from './reentry.js';
import { keeping } from './send.js';
import type { JobIn, JobState } from './state.js';
import { counterOf } from './transferring.js';
import { andThen, type Context, go, journal, still, type Turn, told, unitOf, waitUntil } from './turn.js';
import type { JobWords } from './words/words.js';
import { wordsOf } from './words/words.table.js';

/** Whoever holds the link is a process of this machine. */
const RECALL_LIMIT = millis(5_000);
const LOOK_AGAIN = millis(100);
/** What lies between unit and link, on top of the unit's own P2 and P2*. (ISO 14229-2 ΔP2) */
const MARGIN = millis(250);
/** A unit that asks for patience longer than this is entered again: nobody keeps its session for ever. */
const WAIT_LIMIT = millis(20_000);

const RESTARTED = 'The shop client was restarted in the middle of the write, and';

/**
 * After a restart in TRANSFER. Whoever holds the link is asked what the unit has acknowledged, and that is compared, block for
 * block, with what is staged. Where it is the same the write goes on in the same session; anything else enters the unit anew.
 */
export const rejoining = phaseRules('rejoining', {
  next(job, context) {
    const { seen } = job.phase;
    const programming = unitOf(job)?.programming;
    const segment = segmentAt(job, job.phase.segment);
    if (programming == null || segment === undefined) return otherwise(job, 'the profile of the unit is gone.');
    return seen === undefined
      ? ask(job, context)
      : compare(job, seen, { words: wordsOf(job), programming, segment }, context);
  },
});

interface Staged {
  readonly words: JobWords;
  readonly programming: ProgrammingProfile;
  readonly segment: StagedSegment;
}

function ask(job: JobIn<'rejoining'>, { now }: Context): Turn {
  const asking: JobState = {
    ...job,
    phase: { ...job.phase, since: job.phase.since ?? now },
    nextId: job.nextId + 1,
    awaits: { for: 'recall', id: job.nextId, until: after(now, RECALL_LIMIT) },
  };
  return told(asking, { kind: 'recall', id: job.nextId, unit: job.brief.plan.target.unit });
}

/** What has been seen of the unit's download; nothing when nobody remembers one, or nobody answers. */
export function recalled(before: JobIn<'rejoining'>, seen: DownloadSeen | undefined, { facts, now }: Context): Turn {
  const job: JobIn<'rejoining'> = { ...before, awaits: { for: 'nothing' } };
  if (seen === undefined) return otherwise(job, 'nobody can say how far it had come.');
  if (mayStillBeAnswered(seen.at, job))
    return now < after(job.phase.since ?? now, WAIT_LIMIT)
      ? waitUntil(job, after(now, LOOK_AGAIN))
      : otherwise(job, 'the unit did not come to an end with the last block.');
  const words = wordsOf(job);
  const blockLength = dataLengthOf(words, seen.blockLength, messageLimit(facts));
  if (blockLength === undefined) return otherwise(job, 'the unit had given no length of a block.');
  if (seen.blocks < job.phase.journalled) return otherwise(job, 'the unit has begun anew since.');
  if (seen.at.step === 'exit open') return otherwise(job, 'the unit did not confirm the end of the segment.');
  if (seen.at.step === 'block open' && seen.at.times >= words.blockTries)
    return otherwise(job, `the unit did not answer block ${seen.blocks + 1}, which had left ${seen.at.times} times.`);
  return still({ ...job, phase: { ...job.phase, seen, blockLength } });
}

/** ISO 14229-2: P2 for an answer, P2* for one that the unit has asked patience for. */
function mayStillBeAnswered(at: DownloadPoint, job: JobState): boolean {
  if (at.step === 'between blocks' || at.step === 'exited') return false;
  const { p2, p2Star } = job.brief.profile.timing;
  return at.age < (at.pending ? p2Star : p2) + MARGIN;
}

/** Goes through the staged blocks as far as the unit has acknowledged them; pages that are missing are fetched on the way. */
function compare(job: JobIn<'rejoining'>, seen: DownloadSeen, staged: Staged, context: Context): Turn {
  const { words, segment, programming } = staged;
  let phase = job.phase;
  let chain = phase.chain ?? chainOf(words.requestDownload(programming, segment));
  while (phase.blocks < seen.blocks) {
    const message = blockAt(phase, staged);
    if (message === undefined) return otherwise(job, 'the unit has taken more than is staged.');
    if (typeof message === 'number') return fetchPage({ ...job, phase: { ...phase, chain } }, message, context);
    chain = chained(chain, message);
    phase = { ...phase, offset: Math.min(phase.offset + phase.blockLength, segment.size), blocks: phase.blocks + 1 };
  }
  if (showChain(chain) !== seen.digest) return otherwise(job, 'the unit has taken other bytes than are staged.');
  return goOn({ ...job, phase: { ...phase, chain } }, seen.at, chain, staged, context);
}

/** The next block as it leaves, or the page that it needs; nothing behind the last. */
function blockAt(phase: Rejoining, { words, segment }: Staged): Uint8Array | number | undefined {
  if (phase.offset >= segment.size) return undefined;
  const block = nextBlock(phase, segment);
  return block.kind === 'missing' ? block.page : words.transferData(counterOf(phase), block.bytes);
}

function goOn(job: JobIn<'rejoining'>, at: DownloadPoint, chain: Uint8Array, staged: Staged, context: Context): Turn {
  const { phase } = job;
  const whole = phase.offset >= staged.segment.size;
  switch (at.step) {
    case 'between blocks':
      return join(job, 0, whole, context);
    case 'exited':
      return whole
        ? andThen(join(job, 0, whole, context), (joined) => beginChecking(joined, phase.segment))
        : otherwise(job, 'the unit has ended the segment before its last block.');
    case 'block open': {
      const message = blockAt(phase, staged);
      if (typeof message === 'number') return fetchPage(job, message, context);
      return message !== undefined && showChain(chained(chain, message)) === at.digest
        ? join(job, at.times, whole, context)
        : otherwise(job, 'the block that was on its way is another one than is staged.');
    }
    case 'exit open':
      return otherwise(job, 'the unit did not confirm the end of the segment.');
  }
}

/** The session is this process's own from now on. A block without an answer leaves again with the same counter; its tries go on being counted. */
function join(job: JobIn<'rejoining'>, attempt: number, whole: boolean, context: Context): Turn {
  const { segment, offset, blocks, blockLength, pages, badPages, journalled } = job.phase;
  const { now } = context;
  const sentence = `The shop client was restarted within the session: segment ${segment + 1} goes on after block ${blocks}.`;
  const step = whole ? 'exit' : 'blocks';
  const transfer = {
    segment,
    step,
    offset,
    blocks,
    blockLength,
    pages,
    badPages,
    recorded: { at: now, blocks },
  } as const;
  const joined: JobState = { ...go(job, { task: 'transferring', ...transfer }, sentence), attempt, session: 'kept' };
  return andThen(told(joined, keeping(joined)), (state) =>
    blocks > journalled
      ? journal(state, { type: 'BLK', at: now, segment, k: blocks, bytes: offset }, 'group', context)
      : still(state),
  );
}

const otherwise = (job: JobState, why: string): Turn => still(reenterAfterRestart(job, `${RESTARTED} ${why}`));
