import { uintBytes } from '@baylink/kernel';
import { dataLengthOf, messageLimit } from './block-length.js';
import { beginChecking } from './checking.js';
import { segmentAt } from './image-of.js';
import { fetchPage, nextBlock } from './pages.js';
import type { Transferring } from './phase.js';
import { phaseRules } from './phase-rules.js';
import { reenter } from './reentry.js';
import { TRANSFER_EXIT } from './requests.js';
import { send } from './send.js';
import type { JobIn, JobState } from './state.js';
import { andThen, type Context, go, journal, still, type Turn, unitOf } from './turn.js';
import { wordsOf } from './words/words.table.js';

const RECORD_EVERY = { blocks: 64, ms: 1_000 } as const;

export const beginTransfer = (job: JobState, segment: number, { now }: Context): Turn =>
  still(
    go(
      job,
      {
        task: 'transferring',
        segment,
        step: 'request',
        offset: 0,
        blocks: 0,
        blockLength: 0,
        pages: [],
        badPages: 0,
        recorded: { at: now, blocks: 0 },
      },
      `Writing segment ${segment + 1}.`,
    ),
  );

/** Counter of the next block: 1 first, 0 after 255. */
export const counterOf = ({ blocks }: Pick<Transferring, 'blocks'>): number => (blocks + 1) & 0xff;

/** TRANSFER: 34, then block by block, then 37. Every block asks the gates of a write that is under way. */
export const transferring = phaseRules('transferring', {
  next(job, context) {
    const { phase } = job;
    const words = wordsOf(job);
    const programming = unitOf(job)?.programming;
    const segment = segmentAt(job, phase.segment);
    if (programming == null || segment === undefined) return reenter(job, 'The profile of the unit is gone.', context);
    if (phase.step === 'request') {
      const bytes = words.requestDownload(programming, segment);
      return send(job, { bytes, moment: 'forward' }, context);
    }
    if (phase.step === 'exit') return send(job, { bytes: TRANSFER_EXIT, moment: 'forward' }, context);
    const block = nextBlock(phase, segment);
    if (block.kind === 'missing') return fetchPage(job, block.page, context);
    const bytes = words.transferData(counterOf(phase), block.bytes);
    return send(job, { bytes, moment: 'forward', repeats: words.blockTries }, context);
  },
  positive(job, bytes, context) {
    switch (job.phase.step) {
      case 'request':
        return accepted(job, bytes, context);
      case 'blocks':
        return acknowledged(job, bytes, context);
      case 'exit':
        return beginChecking(job, job.phase.segment);
    }
  },
  trouble(job, trouble, context) {
    const { blocks, segment } = job.phase;
    return reenter(job, `Segment ${segment + 1}, block ${blocks + 1}: ${trouble.sentence}`, context);
  },
});

/** 74: a length that leaves no data is refused. (C27) */
function accepted(job: JobIn<'transferring'>, bytes: Uint8Array, context: Context): Turn {
  const words = wordsOf(job);
  const told = words.blockMessage(bytes);
  const blockLength = dataLengthOf(words, told, messageLimit(context.facts));
  if (blockLength === undefined) return reenter(job, `The unit gave a block length of ${told ?? 'nothing'}.`, context);
  return still({ ...job, phase: { ...job.phase, step: 'blocks', blockLength } });
}

/** 76: only what the unit has acknowledged counts, and only that is recorded. (I6) */
function acknowledged(job: JobIn<'transferring'>, bytes: Uint8Array, context: Context): Turn {
  const { phase } = job;
  const segment = segmentAt(job, phase.segment);
  if (segment === undefined || !wordsOf(job).acknowledges(bytes, counterOf(phase)))
    return reenter(
      job,
      `The unit acknowledged block ${bytes[1] ?? 'nothing'} instead of ${counterOf(phase)}.`,
      context,
    );
  const offset = Math.min(phase.offset + phase.blockLength, segment.size);
  const blocks = phase.blocks + 1;
  const last = offset >= segment.size;
  const moved: JobState = { ...job, phase: { ...phase, offset, blocks, step: last ? 'exit' : 'blocks' } };
  const since = { blocks: blocks - phase.recorded.blocks, ms: context.now - phase.recorded.at };
  if (!last && since.blocks < RECORD_EVERY.blocks && since.ms < RECORD_EVERY.ms) return still(moved);
  const recorded = { at: context.now, blocks };
  return andThen(
    still({ ...moved, phase: { ...phase, offset, blocks, step: last ? 'exit' : 'blocks', recorded } }),
    (state) =>
      journal(
        state,
        { type: 'BLK', at: context.now, segment: phase.segment, k: blocks, bytes: offset },
        'group',
        context,
      ),
  );
}

/** The bytes of 31 01 with the CRC-32 of a segment, big-endian. */
export const crcOption = (crc: number): Uint8Array => uintBytes(crc, 4);
