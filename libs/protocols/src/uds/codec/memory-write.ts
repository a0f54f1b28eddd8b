import { concat, err, ok } from '@baylink/kernel';
import { byteAt, type ServiceCodec } from './codec.js';
import { decodeMemoryRange, encodeMemoryRange } from './memory-range.js';
import { NRC } from './nrc.table.js';
import type { MemoryRange } from './request.js';
import { SID } from './services.table.js';

export interface WriteMemoryRequest {
  readonly service: 'WriteMemoryByAddress';
  readonly memory: MemoryRange;
  /** Exactly `memory.size` bytes. */
  readonly data: Uint8Array;
}

export interface WriteMemoryResponse {
  readonly service: 'WriteMemoryByAddress';
  readonly memory: MemoryRange;
}

/** Format identifier, address and size together. */
const rangeLength = (format: number): number => 1 + (format >> 4) + (format & 0x0f);

export const writeMemoryByAddress: ServiceCodec<'WriteMemoryByAddress'> = {
  minRequest: 5,
  decodeRequest: (bytes) => {
    const dataAt = 1 + rangeLength(byteAt(bytes, 1));
    const memory = decodeMemoryRange(bytes.subarray(1, dataAt));
    if (!memory.ok) return memory;
    const data = bytes.subarray(dataAt);
    return data.length === memory.value.size
      ? ok({ service: 'WriteMemoryByAddress', memory: memory.value, data })
      : err(NRC.incorrectMessageLengthOrInvalidFormat);
  },
  encodeRequest: ({ memory, data }) => concat(Uint8Array.of(SID.WriteMemoryByAddress), encodeMemoryRange(memory), data),
  minResponse: 4,
  decodeResponse: (bytes) => {
    const memory = decodeMemoryRange(bytes.subarray(1));
    return memory.ok ? { service: 'WriteMemoryByAddress', memory: memory.value } : undefined;
  },
  encodeResponse: ({ memory }) => concat(Uint8Array.of(0x7d), encodeMemoryRange(memory)),
};
