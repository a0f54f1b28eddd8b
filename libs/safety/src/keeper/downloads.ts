import { type Millis, millis } from '@baylink/kernel';
import type { DownloadPoint, DownloadSeen } from '@baylink/protocols/uds';
import { chained, chainOf, showChain } from './chain.js';
import { toldBlockLength } from './told-block-length.js';

/** The last request of a download, while the unit has not answered it. */
interface Open {
  readonly service: number;
  /** The counter of a block. */
  readonly counter: number | undefined;
  /** The download's chain with this request. */
  readonly chain: Uint8Array;
  /** How often this very request has left since the unit last answered. */
  readonly times: number;
  readonly since: Millis;
  readonly pending: boolean;
}

/** The download of one unit, from its RequestDownload on. */
export interface Download {
  /** Logical address. */
  readonly unit: number;
  readonly chain: Uint8Array;
  readonly blocks: number;
  /** Unknown until the unit has accepted the request. */
  readonly blockLength: number | undefined;
  readonly open: Open | undefined;
  readonly exited: boolean;
}

/** One of a unit at most, and none of a unit without a session: as bounded as those are. */
export type Downloads = readonly Download[];

const REQUEST_DOWNLOAD = 0x34;
const TRANSFER_DATA = 0x36;
const TRANSFER_EXIT = 0x37;
const POSITIVE = 0x40;
const NEGATIVE = 0x7f;
const BUSY_REPEAT_REQUEST = 0x21;
const RESPONSE_PENDING = 0x78;

/** These look at a unit, or keep its session; a download goes on beside them. */
const ASIDE: ReadonlySet<number> = new Set([0x19, 0x22, 0x3e]);
export const withoutDownload = (downloads: Downloads, unit: number): Downloads =>
  downloads.filter((download) => download.unit !== unit);

/** A request has left for a unit, or for all of them. Whatever does not belong to a download ends it. */
export function requested(downloads: Downloads, to: number | 'all', bytes: Uint8Array, now: Millis): Downloads {
  const [service = 0] = bytes;
  if (ASIDE.has(service)) return downloads;
  if (to === 'all') return [];
  const others = withoutDownload(downloads, to);
  const before = downloads.find(({ unit }) => unit === to);
  const after = service === REQUEST_DOWNLOAD ? begun(to, bytes, now) : before && next(before, bytes, now);
  return after === undefined ? others : [...others, after];
}

/** A long message has left in whole: its answer is waited for from now on. */
export const left = (downloads: Downloads, to: number | 'all', now: Millis): Downloads =>
  downloads.map((download) =>
    download.unit === to && download.open !== undefined
      ? { ...download, open: { ...download.open, since: now } }
      : download,
  );

/** A unit has said something. An answer that fits no open request, and one that refuses it, ends the download. */
export function answered(downloads: Downloads, from: number, bytes: Uint8Array, now: Millis): Downloads {
  return downloads.flatMap((download) => {
    if (download.unit !== from) return [download];
    const after = heard(download, bytes, now);
    return after === undefined ? [] : [after];
  });
}

/** What is told of a unit's download; nothing before the unit has accepted it. */
export function downloadSeen(downloads: Downloads, of: number, now: Millis): DownloadSeen | undefined {
  const download = downloads.find(({ unit }) => unit === of);
  if (download?.blockLength === undefined) return undefined;
  const { chain, blocks, blockLength } = download;
  return { digest: showChain(chain), blocks, blockLength, at: pointOf(download, now) };
}

function pointOf({ open, exited }: Download, now: Millis): DownloadPoint {
  if (open === undefined) return { step: exited ? 'exited' : 'between blocks' };
  const unanswered = { age: millis(now - open.since), pending: open.pending };
  return open.service === TRANSFER_DATA
    ? { step: 'block open', digest: showChain(open.chain), times: open.times, ...unanswered }
    : { step: 'exit open', ...unanswered };
}

function begun(unit: number, bytes: Uint8Array, now: Millis): Download {
  const chain = chainOf(bytes);
  const open: Open = { service: REQUEST_DOWNLOAD, counter: undefined, chain, times: 1, since: now, pending: false };
  return { unit, chain, blocks: 0, blockLength: undefined, open, exited: false };
}

/** A block or the exit; a request that differs from the one that is open is none of this download. */
function next(download: Download, bytes: Uint8Array, now: Millis): Download | undefined {
  const [service, counter] = bytes;
  if (download.exited) return undefined;
  if (service !== TRANSFER_DATA && service !== TRANSFER_EXIT) return undefined;
  const chain = chained(download.chain, bytes);
  const { open } = download;
  if (open !== undefined && showChain(open.chain) !== showChain(chain)) return undefined;
  const times = (open?.times ?? 0) + 1;
  return { ...download, open: { service, counter, chain, times, since: now, pending: false } };
}

function heard(download: Download, bytes: Uint8Array, now: Millis): Download | undefined {
  const { open } = download;
  const [first = 0, second, third] = bytes;
  if (first === NEGATIVE) {
    if (ASIDE.has(second ?? 0)) return download;
    if (open === undefined || second !== open.service) return undefined;
    if (third === RESPONSE_PENDING) return { ...download, open: { ...open, since: now, pending: true } };
    return third === BUSY_REPEAT_REQUEST ? { ...download, open: { ...open, pending: false } } : undefined;
  }
  if (ASIDE.has(first - POSITIVE)) return download;
  if (open === undefined || first !== open.service + POSITIVE)
    return isRepeated(download, bytes) ? download : undefined;
  switch (open.service) {
    case REQUEST_DOWNLOAD:
      return { ...download, blockLength: toldBlockLength(bytes), open: undefined };
    case TRANSFER_DATA:
      return second === open.counter
        ? { ...download, chain: open.chain, blocks: download.blocks + 1, open: undefined }
        : undefined;
    default:
      return { ...download, exited: true, open: undefined };
  }
}

/** The answer to a block that had left twice may come twice. (ISO 14229-1 TransferData) */
const isRepeated = ({ open, blocks }: Download, bytes: Uint8Array): boolean =>
  open === undefined && bytes[0] === TRANSFER_DATA + POSITIVE && bytes[1] === (blocks & 0xff);
