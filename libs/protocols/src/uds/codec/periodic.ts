import { concat, err, ok } from '@baylink/kernel';
import { byteAt, type ServiceCodec } from './codec.js';
import { NRC } from './nrc.table.js';
import { SID } from './services.table.js';

/** transmissionMode. (ISO 14229-1 ReadDataByPeriodicIdentifier) */
export const TRANSMISSION_MODE = { slow: 0x01, medium: 0x02, fast: 0x03, stop: 0x04 } as const;

/** Periodic identifiers are the low bytes of DIDs 0xF200 to 0xF2FF. */
export const PERIODIC_DIDS = 0xf200;

export interface PeriodicRequest {
  readonly service: 'ReadDataByPeriodicIdentifier';
  readonly transmissionMode: number;
  /** None only with `stop`: all of them. */
  readonly periodicIds: readonly number[];
}

export interface PeriodicResponse {
  readonly service: 'ReadDataByPeriodicIdentifier';
  /** `undefined`: the request is accepted. Else one record of the data that follow unasked. */
  readonly record: { readonly periodicId: number; readonly data: Uint8Array } | undefined;
}

export const readDataByPeriodicIdentifier: ServiceCodec<'ReadDataByPeriodicIdentifier'> = {
  minRequest: 2,
  decodeRequest: (bytes) => {
    const transmissionMode = byteAt(bytes, 1);
    if (bytes.length === 2 && transmissionMode !== TRANSMISSION_MODE.stop)
      return err(NRC.incorrectMessageLengthOrInvalidFormat);
    if (transmissionMode < TRANSMISSION_MODE.slow || transmissionMode > TRANSMISSION_MODE.stop)
      return err(NRC.requestOutOfRange);
    return ok({
      service: 'ReadDataByPeriodicIdentifier',
      transmissionMode,
      periodicIds: Array.from(bytes.subarray(2)),
    });
  },
  encodeRequest: ({ transmissionMode, periodicIds }) =>
    Uint8Array.of(SID.ReadDataByPeriodicIdentifier, transmissionMode, ...periodicIds),
  minResponse: 1,
  decodeResponse: (bytes) => ({
    service: 'ReadDataByPeriodicIdentifier',
    record: bytes.length === 1 ? undefined : { periodicId: byteAt(bytes, 1), data: bytes.subarray(2) },
  }),
  encodeResponse: ({ record }) =>
    record === undefined ? Uint8Array.of(0x6a) : concat(Uint8Array.of(0x6a, record.periodicId), record.data),
};
