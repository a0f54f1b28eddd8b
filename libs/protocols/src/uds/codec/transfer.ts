import { concat, ok } from '@baylink/kernel';
import { decodeBlockLength, encodeBlockLength } from './block-length.js';
import { byteAt, type ServiceCodec } from './codec.js';
import { decodeMemoryRange, encodeMemoryRange } from './memory-range.js';
import { SID } from './services.table.js';

const MIN_MEMORY_REQUEST = 5;

export const requestDownload: ServiceCodec<'RequestDownload'> = {
  minRequest: MIN_MEMORY_REQUEST,
  decodeRequest: (bytes) => {
    const memory = decodeMemoryRange(bytes.subarray(2));
    return memory.ok ? ok({ service: 'RequestDownload', dataFormat: byteAt(bytes, 1), memory: memory.value }) : memory;
  },
  encodeRequest: ({ dataFormat, memory }) =>
    concat(Uint8Array.of(SID.RequestDownload, dataFormat), encodeMemoryRange(memory)),
  minResponse: 3,
  decodeResponse: (bytes) => {
    const block = decodeBlockLength(bytes.subarray(1));
    return block === undefined ? undefined : { service: 'RequestDownload', block };
  },
  encodeResponse: ({ block }) => concat(Uint8Array.of(0x74), encodeBlockLength(block)),
};

export const requestUpload: ServiceCodec<'RequestUpload'> = {
  minRequest: MIN_MEMORY_REQUEST,
  decodeRequest: (bytes) => {
    const memory = decodeMemoryRange(bytes.subarray(2));
    return memory.ok ? ok({ service: 'RequestUpload', dataFormat: byteAt(bytes, 1), memory: memory.value }) : memory;
  },
  encodeRequest: ({ dataFormat, memory }) =>
    concat(Uint8Array.of(SID.RequestUpload, dataFormat), encodeMemoryRange(memory)),
  minResponse: 3,
  decodeResponse: (bytes) => {
    const block = decodeBlockLength(bytes.subarray(1));
    return block === undefined ? undefined : { service: 'RequestUpload', block };
  },
  encodeResponse: ({ block }) => concat(Uint8Array.of(0x75), encodeBlockLength(block)),
};

export const transferData: ServiceCodec<'TransferData'> = {
  minRequest: 2,
  decodeRequest: (bytes) => ok({ service: 'TransferData', counter: byteAt(bytes, 1), data: bytes.subarray(2) }),
  encodeRequest: ({ counter, data }) => concat(Uint8Array.of(SID.TransferData, counter), data),
  minResponse: 2,
  decodeResponse: (bytes) => ({ service: 'TransferData', counter: byteAt(bytes, 1), data: bytes.subarray(2) }),
  encodeResponse: ({ counter, data }) => concat(Uint8Array.of(0x76, counter), data),
};

export const requestTransferExit: ServiceCodec<'RequestTransferExit'> = {
  minRequest: 1,
  decodeRequest: (bytes) => ok({ service: 'RequestTransferExit', parameters: bytes.subarray(1) }),
  encodeRequest: ({ parameters }) => concat(Uint8Array.of(SID.RequestTransferExit), parameters),
  minResponse: 1,
  decodeResponse: (bytes) => ({ service: 'RequestTransferExit', parameters: bytes.subarray(1) }),
  encodeResponse: ({ parameters }) => concat(Uint8Array.of(0x77), parameters),
};
