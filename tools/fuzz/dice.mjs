/** xorshift32: the same seed, the same million inputs. `roll(6)` is 0 to 5. */
export function dice(seed) {
  let state = seed >>> 0 || 1;
  return (sides) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % sides;
  };
}

/** Plain bytes: a Buffer refuses to be filled past its end. */
const joined = (...parts) => new Uint8Array(Buffer.concat(parts));

const MOST_CHANGES = 4;
const LONGEST_CUT = 64;

/** One to four changes: a byte, a bit, a piece of the format put in, a part cut out or doubled. */
export function mutated(seed, pieces, roll) {
  let bytes = new Uint8Array(seed);
  for (let changes = roll(MOST_CHANGES) + 1; changes > 0; changes--) {
    const at = roll(bytes.length + 1);
    switch (roll(5)) {
      case 0:
        bytes.fill(roll(256), at, at + 1);
        break;
      case 1:
        bytes.fill((bytes[at] ?? 0) ^ (1 << roll(8)), at, at + 1);
        break;
      case 2:
        bytes = joined(bytes.subarray(0, at), pieces[roll(pieces.length)], bytes.subarray(at));
        break;
      case 3:
        bytes = joined(bytes.subarray(0, at), bytes.subarray(at + roll(LONGEST_CUT)));
        break;
      default:
        bytes = joined(bytes.subarray(0, at), bytes.subarray(Math.max(0, at - roll(LONGEST_CUT))));
    }
  }
  return bytes;
}
