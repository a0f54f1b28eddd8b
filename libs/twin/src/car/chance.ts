/** Bytes from a 32-bit state and the state after them (splitmix32): enough for sample seeds, nothing more. */
export function drawBytes(state: number, length: number): { readonly bytes: Uint8Array; readonly state: number } {
  const bytes = new Uint8Array(length);
  let counter = state;
  for (let i = 0; i < length; i++) {
    counter = (counter + 0x9e37_79b9) | 0;
    bytes[i] = mix(counter) >>> 24;
  }
  return { bytes, state: counter };
}

function mix(word: number): number {
  const once = Math.imul(word ^ (word >>> 16), 0x21f0_aaad);
  const twice = Math.imul(once ^ (once >>> 15), 0x735a_2d97);
  return twice ^ (twice >>> 15);
}
