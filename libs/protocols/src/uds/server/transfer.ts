import { concat } from '@baylink/kernel';
import { BLOCK_OVERHEAD, FIRST_COUNTER, nextCounter } from '../codec/block-length.js';
import { NRC, type Nrc } from '../codec/nrc.table.js';
import type { MemoryRange } from '../codec/request.js';
import { POSITIVE_OFFSET, SID } from '../codec/services.table.js';
import type { TransferRules } from './config.js';
import type { Ask } from './io.js';
import type { ActiveTransfer, Transfer } from './state.js';

export type Direction = ActiveTransfer['direction'];

/** A transfer that goes on soundly is not replaced by a new one; one that stumbled may be. */
export const canBegin = (transfer: Transfer): boolean => transfer.kind === 'none' || transfer.standing === 'refused';

export const beginTransfer = (
  direction: Direction,
  { address, size }: Pick<MemoryRange, 'address' | 'size'>,
): ActiveTransfer => ({
  kind: 'active',
  direction,
  target: 'memory',
  address,
  size,
  done: 0,
  expected: FIRST_COUNTER,
  last: undefined,
  standing: 'sound',
});

export type BlockVerdict =
  | { readonly kind: 'refuse'; readonly nrc: Nrc; readonly transfer: Transfer }
  /** The block of the last response once more: the same response, nothing is written or read again. */
  | { readonly kind: 'repeat'; readonly response: Uint8Array }
  | { readonly kind: 'ask'; readonly ask: Ask; readonly length: number };

/** What a server does with one TransferData. (ISO 14229-1 TransferData, blockSequenceCounter) */
export function judgeBlock(transfer: Transfer, rules: TransferRules, counter: number, data: Uint8Array): BlockVerdict {
  if (transfer.kind === 'none') return { kind: 'refuse', nrc: NRC.requestSequenceError, transfer };
  if (transfer.last?.counter === counter) return { kind: 'repeat', response: transfer.last.response };
  if (transfer.done === transfer.size) return { kind: 'refuse', nrc: NRC.requestSequenceError, transfer };
  if (counter !== transfer.expected) {
    return { kind: 'refuse', nrc: NRC.wrongBlockSequenceCounter, transfer: { ...transfer, standing: 'refused' } };
  }
  return transfer.direction === 'download' ? judgeDownload(transfer, rules, data) : judgeUpload(transfer, rules);
}

function judgeDownload(transfer: ActiveTransfer, rules: TransferRules, data: Uint8Array): BlockVerdict {
  if (data.length === 0 || data.length > rules.maxBlockLength - BLOCK_OVERHEAD) {
    return {
      kind: 'refuse',
      nrc: NRC.incorrectMessageLengthOrInvalidFormat,
      transfer: { ...transfer, standing: 'refused' },
    };
  }
  if (transfer.done + data.length > transfer.size) {
    return { kind: 'refuse', nrc: NRC.transferDataSuspended, transfer: { kind: 'none' } };
  }
  const address = transfer.address + transfer.done;
  return {
    kind: 'ask',
    ask: { service: 'TransferData', direction: 'download', target: transfer.target, address, data },
    length: data.length,
  };
}

function judgeUpload(transfer: ActiveTransfer, rules: TransferRules): BlockVerdict {
  const length = Math.min(rules.maxBlockLength - BLOCK_OVERHEAD, transfer.size - transfer.done);
  const address = transfer.address + transfer.done;
  return {
    kind: 'ask',
    ask: { service: 'TransferData', direction: 'upload', target: transfer.target, address, length },
    length,
  };
}

/** The transfer after a block of `length` bytes was written or read, with the response that acknowledges it. */
export function advance(transfer: ActiveTransfer, counter: number, length: number, answer: Uint8Array): ActiveTransfer {
  const response = concat(Uint8Array.of(SID.TransferData + POSITIVE_OFFSET, counter), answer);
  return {
    ...transfer,
    done: transfer.done + length,
    expected: nextCounter(counter),
    last: { counter, response },
    standing: 'sound',
  };
}

/** The transfer after its owner has refused a block: NRC 0x71 ends it, after any other it may be tried again. */
export const afterRefusal = (transfer: ActiveTransfer, nrc: Nrc): Transfer =>
  nrc === NRC.transferDataSuspended ? { kind: 'none' } : { ...transfer, standing: 'refused' };
