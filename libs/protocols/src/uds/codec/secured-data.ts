import { concat, err, ok, uintBytes } from '@baylink/kernel';
import { byteAt, type ServiceCodec, wordAt } from './codec.js';
import { NRC } from './nrc.table.js';

/** A request or response inside a signed or encrypted wrapper. (ISO 14229-1:2020 SecuredDataTransmission) */
export interface SecuredData {
  /** Bits: request, pre-established key, encrypted, signed, signature on the response wanted. */
  readonly administrativeParameter: number;
  /** signatureEncryptionCalculation. */
  readonly calculation: number;
  readonly antiReplayCounter: number;
  /** The inner message from its SID on; encrypted when the administrative parameter says so. At least one byte. */
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

export interface SecuredDataRequest extends SecuredData {
  readonly service: 'SecuredDataTransmission';
}

export interface SecuredDataResponse extends SecuredData {
  readonly service: 'SecuredDataTransmission';
}

/** SID, administrative parameter, calculation, length of the signature, counter. */
const HEAD = 8;

export const securedDataTransmission: ServiceCodec<'SecuredDataTransmission'> = {
  minRequest: HEAD + 1,
  decodeRequest: (bytes) => {
    const data = decodeSecured(bytes);
    return data === undefined
      ? err(NRC.incorrectMessageLengthOrInvalidFormat)
      : ok({ service: 'SecuredDataTransmission', ...data });
  },
  encodeRequest: (request) => encodeSecured(0x84, request),
  minResponse: HEAD + 1,
  decodeResponse: (bytes) => {
    const data = decodeSecured(bytes);
    return data && { service: 'SecuredDataTransmission', ...data };
  },
  encodeResponse: (response) => encodeSecured(0xc4, response),
};

function decodeSecured(bytes: Uint8Array): SecuredData | undefined {
  const signatureAt = bytes.length - wordAt(bytes, 4);
  if (signatureAt <= HEAD) return undefined;
  return {
    administrativeParameter: wordAt(bytes, 1),
    calculation: byteAt(bytes, 3),
    antiReplayCounter: wordAt(bytes, 6),
    message: bytes.subarray(HEAD, signatureAt),
    signature: bytes.subarray(signatureAt),
  };
}

const encodeSecured = (sid: number, data: SecuredData): Uint8Array =>
  concat(
    Uint8Array.of(sid),
    uintBytes(data.administrativeParameter, 2),
    Uint8Array.of(data.calculation),
    uintBytes(data.signature.length, 2),
    uintBytes(data.antiReplayCounter, 2),
    data.message,
    data.signature,
  );
