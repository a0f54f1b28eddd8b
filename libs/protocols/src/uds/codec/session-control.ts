import { concat, err, ok, uintBytes } from '@baylink/kernel';
import { byteAt, type ServiceCodec, subFunctionOf, subHead, suppressOf, wordAt } from './codec.js';
import { NRC } from './nrc.table.js';

/** P2* is told in steps of 10 ms. (ISO 14229-1, sessionParameterRecord) */
export const P2_STAR_STEP = 10;
const WITH_TIMING = 6;

export const diagnosticSessionControl: ServiceCodec<'DiagnosticSessionControl'> = {
  minRequest: 2,
  decodeRequest: (bytes) =>
    bytes.length === 2
      ? ok({
          service: 'DiagnosticSessionControl',
          session: subFunctionOf(bytes),
          suppress: suppressOf(bytes),
        })
      : err(NRC.incorrectMessageLengthOrInvalidFormat),
  encodeRequest: ({ session, suppress }) => subHead('DiagnosticSessionControl', session, suppress),
  minResponse: 2,
  decodeResponse: (bytes) => ({
    service: 'DiagnosticSessionControl',
    session: byteAt(bytes, 1),
    timing: bytes.length >= WITH_TIMING ? { p2: wordAt(bytes, 2), p2Star: wordAt(bytes, 4) * P2_STAR_STEP } : undefined,
  }),
  encodeResponse: ({ session, timing }) =>
    concat(
      Uint8Array.of(0x50, session),
      timing === undefined ? new Uint8Array() : uintBytes(timing.p2, 2),
      timing === undefined ? new Uint8Array() : uintBytes(Math.floor(timing.p2Star / P2_STAR_STEP), 2),
    ),
};

/** Sub-function 0x04: the only reset whose answer carries a time. */
const ENABLE_RAPID_POWER_SHUT_DOWN = 0x04;

export const ecuReset: ServiceCodec<'ECUReset'> = {
  minRequest: 2,
  decodeRequest: (bytes) =>
    bytes.length === 2
      ? ok({ service: 'ECUReset', resetType: subFunctionOf(bytes), suppress: suppressOf(bytes) })
      : err(NRC.incorrectMessageLengthOrInvalidFormat),
  encodeRequest: ({ resetType, suppress }) => subHead('ECUReset', resetType, suppress),
  minResponse: 2,
  decodeResponse: (bytes) => ({
    service: 'ECUReset',
    resetType: byteAt(bytes, 1),
    powerDownTime: byteAt(bytes, 1) === ENABLE_RAPID_POWER_SHUT_DOWN ? bytes[2] : undefined,
  }),
  encodeResponse: ({ resetType, powerDownTime }) =>
    powerDownTime === undefined ? Uint8Array.of(0x51, resetType) : Uint8Array.of(0x51, resetType, powerDownTime),
};

export const testerPresent: ServiceCodec<'TesterPresent'> = {
  minRequest: 2,
  decodeRequest: (bytes) => {
    if (subFunctionOf(bytes) !== 0) return err(NRC.subFunctionNotSupported);
    return bytes.length === 2
      ? ok({ service: 'TesterPresent', suppress: suppressOf(bytes) })
      : err(NRC.incorrectMessageLengthOrInvalidFormat);
  },
  encodeRequest: ({ suppress }) => subHead('TesterPresent', 0, suppress),
  minResponse: 2,
  decodeResponse: (bytes) => (byteAt(bytes, 1) === 0 ? { service: 'TesterPresent' } : undefined),
  encodeResponse: () => Uint8Array.of(0x7e, 0),
};
