import { after, hex, millis } from '@baylink/kernel';
import { sha256 } from '@noble/hashes/sha2.js';
import { PAGE, type StagedSegment } from './brief.js';
import { imageOf, segmentAt } from './image-of.js';
import type { Rejoining, Transferring } from './phase.js';
import { restore } from './restore.js';
import type { JobIn, JobState } from './state.js';
import { type Context, still, type Turn, told } from './turn.js';

const FETCH_LIMIT = millis(10_000);
const BAD_LIMIT = 3;

/** The data of the next block, cut out of pages whose digests are right; or the page that is still missing. */
export type Block =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'missing'; readonly page: number };

type Paged = Pick<Transferring | Rejoining, 'offset' | 'blockLength' | 'pages'>;

export function nextBlock(phase: Paged, segment: StagedSegment): Block {
  const end = Math.min(phase.offset + phase.blockLength, segment.size);
  const bytes = new Uint8Array(end - phase.offset);
  for (let page = Math.floor(phase.offset / PAGE); page * PAGE < end; page++) {
    const found = phase.pages.find(({ index }) => index === page);
    if (found === undefined) return { kind: 'missing', page };
    const from = Math.max(phase.offset, page * PAGE);
    const to = Math.min(end, page * PAGE + found.bytes.length);
    bytes.set(found.bytes.subarray(from - page * PAGE, to - page * PAGE), from - phase.offset);
  }
  return { kind: 'bytes', bytes };
}

/** Jobs that are after pages. */
type Reading = JobIn<'transferring'> | JobIn<'rejoining'>;

export function fetchPage(job: Reading, page: number, { now }: Context): Turn {
  const { segment } = job.phase;
  const offset = page * PAGE;
  const length = Math.min(PAGE, (segmentAt(job, segment)?.size ?? 0) - offset);
  const waiting: JobState = {
    ...job,
    nextId: job.nextId + 1,
    awaits: { for: 'block', id: job.nextId, until: after(now, FETCH_LIMIT) },
  };
  return told(waiting, { kind: 'need-block', id: job.nextId, image: imageOf(job).image, segment, offset, length });
}

/** A page counts when its digest is the one that was fixed at STAGED; rot on the disk never reaches the unit. (F17) */
export function pageArrived(job: Reading, bytes: Uint8Array | undefined, context: Context): Turn {
  const { phase } = job;
  const segment = segmentAt(job, phase.segment);
  const block = segment && phase.blockLength > 0 ? nextBlock(phase, segment) : undefined;
  const idle: JobState = { ...job, awaits: { for: 'nothing' } };
  if (segment === undefined || block?.kind !== 'missing') return still(idle);
  if (bytes !== undefined && hex(sha256(bytes)) === segment.pages[block.page]) {
    const needed = phase.pages.filter(({ index }) => index >= Math.floor(phase.offset / PAGE));
    const pages = [...needed, { index: block.page, bytes: bytes.slice() }];
    return still({ ...idle, phase: { ...phase, pages, badPages: 0 } });
  }
  const badPages = phase.badPages + 1;
  if (badPages < BAD_LIMIT) return still({ ...idle, phase: { ...phase, badPages } });
  return restore(idle, 'The staged file on the shop’s disk is no longer what it was.', context);
}
