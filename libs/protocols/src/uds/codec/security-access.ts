import { concat, err, ok } from '@baylink/kernel';
import { byteAt, type ServiceCodec, subFunctionOf, subHead, suppressOf } from './codec.js';
import { NRC } from './nrc.table.js';

/** 0x00 and 0x7F are reserved; every other odd value asks for a seed, the even one after it sends the key. */
const RESERVED: readonly number[] = [0x00, 0x7f];
const isSeedStep = (subFunction: number): boolean => subFunction % 2 === 1;

export const securityAccess: ServiceCodec<'SecurityAccess'> = {
  minRequest: 2,
  decodeRequest: (bytes) => {
    const subFunction = subFunctionOf(bytes);
    const suppress = suppressOf(bytes);
    const rest = bytes.subarray(2);
    if (RESERVED.includes(subFunction)) return err(NRC.subFunctionNotSupported);
    if (isSeedStep(subFunction)) {
      return ok({ service: 'SecurityAccess', step: 'requestSeed', level: subFunction, record: rest, suppress });
    }
    if (rest.length === 0) return err(NRC.incorrectMessageLengthOrInvalidFormat);
    return ok({ service: 'SecurityAccess', step: 'sendKey', level: subFunction - 1, key: rest, suppress });
  },
  encodeRequest: (request) =>
    request.step === 'requestSeed'
      ? concat(subHead('SecurityAccess', request.level, request.suppress), request.record)
      : concat(subHead('SecurityAccess', request.level + 1, request.suppress), request.key),
  minResponse: 2,
  decodeResponse: (bytes) => {
    const subFunction = byteAt(bytes, 1);
    if (RESERVED.includes(subFunction)) return undefined;
    return isSeedStep(subFunction)
      ? { service: 'SecurityAccess', step: 'requestSeed', level: subFunction, seed: bytes.subarray(2) }
      : { service: 'SecurityAccess', step: 'sendKey', level: subFunction - 1 };
  },
  encodeResponse: (response) =>
    response.step === 'requestSeed'
      ? concat(Uint8Array.of(0x67, response.level), response.seed)
      : Uint8Array.of(0x67, response.level + 1),
};

/**
 * A seed of zeros only says that this level is unlocked already: no key is to be sent. An empty seed is no seed, and
 * says nothing. (ISO 14229-1 SecurityAccess, requestSeed)
 */
export const alreadyUnlocked = (seed: Uint8Array): boolean => seed.length > 0 && seed.every((byte) => byte === 0);
