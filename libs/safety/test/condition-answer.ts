import { concat, uintBytes } from '@baylink/kernel';
import { CONDITION_ANSWERS } from './samples.js';

/** What another unit says of the vehicle when its DID is read; `answers` where it is not as it should be. */
export function conditionAnswer(bytes: Uint8Array, answers: ReadonlyMap<number, Uint8Array> = new Map()): Uint8Array {
  const did = ((bytes[1] ?? 0) << 8) | (bytes[2] ?? 0);
  return concat(
    Uint8Array.of(0x62),
    uintBytes(did, 2),
    answers.get(did) ?? CONDITION_ANSWERS.get(did) ?? new Uint8Array(),
  );
}
