/** Bytes that neither compress nor stuff well: the same in every run. */
export function firmwareBytes(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = 0x2545_f491;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

export const KIB = 1024;
export const MIB = KIB * KIB;
