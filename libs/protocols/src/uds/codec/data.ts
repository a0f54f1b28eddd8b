import { concat, err, ok, uintBytes } from '@baylink/kernel';
import { type ServiceCodec, wordAt } from './codec.js';
import { NRC } from './nrc.table.js';
import { SID } from './services.table.js';

export const readDataByIdentifier: ServiceCodec<'ReadDataByIdentifier'> = {
  minRequest: 3,
  decodeRequest: (bytes) => {
    if (bytes.length % 2 === 0) return err(NRC.incorrectMessageLengthOrInvalidFormat);
    const dids = Array.from({ length: (bytes.length - 1) / 2 }, (_, i) => wordAt(bytes, 1 + 2 * i));
    return ok({ service: 'ReadDataByIdentifier', dids });
  },
  encodeRequest: ({ dids }) => concat(Uint8Array.of(SID.ReadDataByIdentifier), ...dids.map((did) => uintBytes(did, 2))),
  minResponse: 3,
  decodeResponse: (bytes) => ({
    service: 'ReadDataByIdentifier',
    did: wordAt(bytes, 1),
    data: bytes.subarray(3),
  }),
  encodeResponse: ({ did, data }) => concat(Uint8Array.of(0x62), uintBytes(did, 2), data),
};

export const writeDataByIdentifier: ServiceCodec<'WriteDataByIdentifier'> = {
  minRequest: 4,
  decodeRequest: (bytes) => ok({ service: 'WriteDataByIdentifier', did: wordAt(bytes, 1), data: bytes.subarray(3) }),
  encodeRequest: ({ did, data }) => concat(Uint8Array.of(SID.WriteDataByIdentifier), uintBytes(did, 2), data),
  minResponse: 3,
  decodeResponse: (bytes) => ({ service: 'WriteDataByIdentifier', did: wordAt(bytes, 1) }),
  encodeResponse: ({ did }) => concat(Uint8Array.of(0x6e), uintBytes(did, 2)),
};
