import { concat, ok, uintBytes } from '@baylink/kernel';
import { byteAt, type ServiceCodec, subFunctionOf, subHead, suppressOf, wordAt } from './codec.js';

export const routineControl: ServiceCodec<'RoutineControl'> = {
  minRequest: 4,
  decodeRequest: (bytes) =>
    ok({
      service: 'RoutineControl',
      control: subFunctionOf(bytes),
      rid: wordAt(bytes, 2),
      option: bytes.subarray(4),
      suppress: suppressOf(bytes),
    }),
  encodeRequest: ({ control, rid, option, suppress }) =>
    concat(subHead('RoutineControl', control, suppress), uintBytes(rid, 2), option),
  minResponse: 4,
  decodeResponse: (bytes) => ({
    service: 'RoutineControl',
    control: byteAt(bytes, 1),
    rid: wordAt(bytes, 2),
    info: bytes.subarray(4),
  }),
  encodeResponse: ({ control, rid, info }) => concat(Uint8Array.of(0x71, control), uintBytes(rid, 2), info),
};
