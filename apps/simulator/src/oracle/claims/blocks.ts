import { equalBytes, hex, readUint } from '@baylink/kernel';
import { type Claim, holds, journalFailed, ofTarget, show } from '../claim.js';
import type { Evidence } from '../evidence.js';
import { isBlock, isDownload, isErase } from '../requests.js';

const MOST_REPEATS = 3;
const NOTHING = new Uint8Array();

/** The address of a RequestDownload: behind the data format, as long as the low nibble of the next byte says. (ISO 14229-1 14.2) */
const addressOf = (bytes: Uint8Array): number | undefined => readUint(bytes, 3, (bytes[2] ?? 0) & 0x0f);

/** What may stand at an address: the new software, or on the way back what was there before. */
function mayHold(evidence: Evidence, restoring: boolean | undefined, address: number, length: number): Uint8Array[] {
  const { image, before } = evidence;
  if (image === undefined) return [];
  const fresh = image.bytes.subarray(address - image.address, address - image.address + length);
  const base = image.address - image.offset;
  const old = (before.flash ?? NOTHING).subarray(address - base, address - base + length);
  if (restoring === undefined) return [fresh, old];
  return [restoring ? old : fresh];
}

/** What left in TransferData. */
export const BLOCK_CLAIMS: readonly Claim[] = [
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
    id: 'I7 each block carries the bytes of its address',
    find: (evidence) => {
      const faults: string[] = [];
      let address: number | undefined;
      let last = { counter: -1, length: 0 };
      for (const one of ofTarget(evidence)) {
        const { bytes, durable, at } = one;
        if (isDownload(bytes)) {
          address = addressOf(bytes);
          last = { counter: -1, length: 0 };
        }
        if (!isBlock(bytes)) continue;
        const counter = bytes[1] ?? 0;
        const data = bytes.subarray(2);
        if (counter !== last.counter) {
          address = address === undefined ? undefined : address + last.length;
          last = { counter, length: data.length };
        }
        const restoring = journalFailed(evidence, at) ? undefined : holds(durable, 'RESTORE_INTENT');
        const right =
          address !== undefined &&
          mayHold(evidence, restoring, address, data.length).some((wanted) => equalBytes(wanted, data));
        if (!right) faults.push(`${show(one)} at address ${address?.toString(16) ?? 'none'}`);
      }
      return faults;
    },
  },
  {
    id: 'I7 what is written into was erased for it: one download for each erase',
    find: (evidence) => {
      const faults: string[] = [];
      let erased = false;
      let begun = false;
      for (const one of evidence.seen.filter(({ unit }) => unit === evidence.plan.target.unit)) {
        const { bytes, direction } = one;
        if (direction === 'rx') {
          if (bytes[0] === 0x71 && isErase(Uint8Array.of(0x31, ...bytes.subarray(1)))) [erased, begun] = [true, false];
          continue;
        }
        if (isDownload(bytes) && (!erased || begun)) faults.push(show(one));
        if (isBlock(bytes)) begun = true;
      }
      return faults;
    },
  },
];
