import { bytesOf, hex } from '@baylink/kernel';
import { isReadRefusal } from '../facts/read-refusal.js';
import { inability } from '../gates/link-quality.js';
import { messageLimit } from './block-length.js';
import { beginComparing } from './comparing.js';
import { abort } from './endings.js';
import { failedCheck, lookAgainLater } from './failed-check.js';
import { imageOf } from './image-of.js';
import { openReader, type Readable, type Reader, readerHeard, readerRequest } from './memory-reader.js';
import { phaseRules } from './phase-rules.js';
import { send } from './send.js';
import type { JobState } from './state.js';
import { storeBackup } from './storing-backup.js';
import { type Context, go, still, type Turn, unitOf } from './turn.js';
import { wordsOf } from './words/words.table.js';

/** STAGED, third: exactly the ranges that will be erased, read twice and equal. */
export const readingMemory = phaseRules('reading-memory', {
  next(job, context) {
    const { reader } = job.phase;
    const unable = reader.step === 'session' ? inability(context.facts.ability, job.brief.plan) : undefined;
    if (unable !== undefined) return abort({ ...job, gates: [unable] }, unable.sentence);
    const readable = readableOf(job, context);
    const request = readable && readerRequest(reader, readable, 'memory-read');
    return request ? send(job, request, context) : storeBackup(job, reader.saved, context);
  },
  positive: (job, bytes, context) => heard(job, job.phase.reader, bytes, context),
  trouble(job, trouble, context) {
    const { reader } = job.phase;
    const readable = readableOf(job, context);
    const request = readable && readerRequest(reader, readable, 'memory-read')?.bytes;
    if (trouble.kind !== 'negative' || request == null) return undefined;
    const response = bytesOf(NEGATIVE_RESPONSE, request[0] ?? 0, trouble.nrc);
    if (!isReadRefusal(request, response, unitOf(job)?.dialect ?? 'uds')) return undefined;
    // Recorded byte for byte: without a reading there is no backup of grade A.
    const refusal = { request: hex(request), response: hex(response), sentence: trouble.sentence };
    const leave: Reader = { ...reader, saved: [], step: 'leave' };
    const refused: JobState = { ...job, saved: { ...job.saved, refusal } };
    return still({ ...refused, phase: { task: 'reading-memory', reader: leave }, attempt: 0 });
  },
});

const NEGATIVE_RESPONSE = 0x7f;

function readableOf(job: JobState, { facts }: Context): Readable | undefined {
  const profile = unitOf(job)?.programming;
  return profile == null ? undefined : { profile, words: wordsOf(job), limit: messageLimit(facts) };
}

/** VERIFIED: the unit, after its reset, holds exactly the staged bytes. */
export const readingBack = phaseRules('reading-back', {
  next(job, context) {
    const readable = readableOf(job, context);
    const request = readable && readerRequest(job.phase.reader, readable, 'forward');
    return request ? send(job, request, context) : beginComparing(job);
  },
  positive: (job, bytes, context) => heard(job, job.phase.reader, bytes, context),
  trouble: (job, trouble, context) =>
    trouble.kind === 'negative' || trouble.kind === 'wrong answer'
      ? failedCheck(job, trouble.sentence, context)
      : lookAgainLater(job, trouble.sentence, context),
});

/** Reads back what was written, where this unit could be read before; otherwise the unit's own check has to do. */
export function beginReadingBack(job: JobState): Turn {
  const readable = job.evidence.backup.known && job.evidence.backup.value.grade === 'A';
  const { segments } = imageOf(job);
  if (job.brief.plan.kind === 'coding' || !readable) return beginComparing(job);
  return still(go(job, { task: 'reading-back', reader: openReader('compare', segments) }, 'The memory is read back.'));
}

function heard(job: JobState, reader: Reader, bytes: Uint8Array, context: Context): Turn | string {
  const readable = readableOf(job, context);
  if (readable === undefined || !('reader' in job.phase)) return 'The profile of the unit is gone.';
  const read = readerHeard(reader, readable, bytes);
  return read.ok ? still({ ...job, phase: { ...job.phase, reader: read.value } }) : read.error;
}
