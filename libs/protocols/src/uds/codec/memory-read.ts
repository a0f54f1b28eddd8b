import { concat, ok } from '@baylink/kernel';
import type { ServiceCodec } from './codec.js';
import { decodeMemoryRange, encodeMemoryRange } from './memory-range.js';
import { SID } from './services.table.js';

export const readMemoryByAddress: ServiceCodec<'ReadMemoryByAddress'> = {
  minRequest: 4,
  decodeRequest: (bytes) => {
    const memory = decodeMemoryRange(bytes.subarray(1));
    return memory.ok ? ok({ service: 'ReadMemoryByAddress', memory: memory.value }) : memory;
  },
  encodeRequest: ({ memory }) => concat(Uint8Array.of(SID.ReadMemoryByAddress), encodeMemoryRange(memory)),
  minResponse: 2,
  decodeResponse: (bytes) => ({ service: 'ReadMemoryByAddress', data: bytes.subarray(1) }),
  encodeResponse: ({ data }) => concat(Uint8Array.of(0x63), data),
};
