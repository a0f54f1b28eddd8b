import { align, type MemoryModel, structure } from './memory-model.js';
import { getLong, MAX_DATA, type PassThruMessage, viewOf } from './message.js';

/** The structure of a message in 05.00: it names a buffer of the application instead of holding the data. (05.00 7.2.4) */
export interface MessageHead {
  readonly protocol: number;
  /** The application's own number for the message; indications of what became of it carry it again. */
  readonly handle: number;
  readonly rxStatus: number;
  readonly txFlags: number;
  readonly timestamp: number;
  readonly length: number;
  readonly extraDataIndex: number;
}

/** Where the data of a message is, and how much fits. */
export interface DataBuffer {
  readonly address: bigint;
  readonly size: number;
}

const NUMBERS_BEFORE = 7;

export const headSize = ({ long, pointer }: MemoryModel): number => {
  const behindPointer = align(NUMBERS_BEFORE * long, pointer) + pointer;
  return align(align(behindPointer, long) + long, Math.max(long, pointer));
};

export const encodeHead = (head: MessageHead, buffer: DataBuffer, model: MemoryModel): Uint8Array =>
  structure(
    [
      { number: head.protocol },
      { number: head.handle },
      { number: head.rxStatus },
      { number: head.txFlags },
      { number: head.timestamp },
      { number: head.length },
      { number: head.extraDataIndex },
      { address: buffer.address },
      { number: buffer.size },
    ],
    model,
  );

/** What the library filled in at the head that stands at `at`; a length beyond any message is none. */
export function decodeHead(bytes: Uint8Array, at: number, { long }: MemoryModel): MessageHead | undefined {
  if (at + NUMBERS_BEFORE * long > bytes.length) return undefined;
  const number = (index: number): number => getLong(viewOf(bytes), at + index * long);
  const length = number(5);
  if (length > MAX_DATA) return undefined;
  return {
    protocol: number(0),
    handle: number(1),
    rxStatus: number(2),
    txFlags: number(3),
    timestamp: number(4),
    length,
    extraDataIndex: number(6),
  };
}

export const headOf = (message: PassThruMessage, protocol: number, handle: number): MessageHead => ({
  protocol,
  handle,
  rxStatus: message.rxStatus,
  txFlags: message.txFlags,
  timestamp: message.timestamp,
  length: message.data.length,
  extraDataIndex: message.extraDataIndex,
});
