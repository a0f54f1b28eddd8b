import { concat } from '@baylink/kernel';

/** Who hears noise instead: the tester its own echo, the units the tester, or the tester a unit. */
type Ear = 'echo' | 'toUnits' | 'fromUnits';
/** What becomes of bytes on their way. `echo` is asked first of what the tester writes, then `toUnits`. */
export type NoisyLine = { readonly [ear in Ear]: (bytes: Uint8Array) => Uint8Array };

const middle = (bytes: Uint8Array): number => bytes.length >> 1;
const flipped = (bytes: Uint8Array): Uint8Array => bytes.map((byte, i) => (i === middle(bytes) ? byte ^ 0x10 : byte));
const dropped = (bytes: Uint8Array): Uint8Array => bytes.filter((_, i) => i !== middle(bytes));
const doubled = (bytes: Uint8Array): Uint8Array =>
  concat(bytes.subarray(0, middle(bytes) + 1), bytes.subarray(middle(bytes)));

interface Hit {
  readonly ear: Ear;
  readonly damage: (bytes: Uint8Array) => Uint8Array;
}

/** One after the other. */
const HITS: readonly Hit[] = [flipped, dropped, doubled].flatMap((damage) =>
  (['echo', 'toUnits', 'fromUnits'] as const).map((ear) => ({ ear, damage })),
);
/** What is short is seldom hit: only long messages of the tester are, and their answers. */
const LONG = 32;

/** Every `every`th long message of the tester, or its answer, is damaged; none without a number. */
export function lineNoise(every: number | undefined): NoisyLine {
  let count = 0;
  let due: Hit | undefined;
  const hear = (ear: Ear, bytes: Uint8Array): Uint8Array => {
    const hit = due?.ear === ear ? due : undefined;
    if (hit === undefined) return bytes;
    due = undefined;
    return hit.damage(bytes);
  };
  return {
    echo(bytes) {
      if (every !== undefined && bytes.length > LONG && ++count % every === 0)
        due = HITS[(count / every - 1) % HITS.length];
      return hear('echo', bytes);
    },
    toUnits: (bytes) => hear('toUnits', bytes),
    fromUnits: (bytes) => hear('fromUnits', bytes),
  };
}
