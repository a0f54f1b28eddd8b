import { unreachable } from '@baylink/kernel';
import { z } from 'zod';

const word = z.int().min(0).max(0xffff_ffff);
const bits = z.int().min(1).max(63);

/** One step of a published form of key; seed and constants are numbers, most significant byte first, as wide as the seed. */
const keyStep = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('xor'), with: word }),
  z.strictObject({ do: z.literal('add'), with: word }),
  z.strictObject({ do: z.literal('subtract'), with: word }),
  z.strictObject({ do: z.literal('multiply'), with: word }),
  z.strictObject({ do: z.literal('rotate-left'), bits }),
  z.strictObject({ do: z.literal('rotate-right'), bits }),
  z.strictObject({ do: z.literal('complement') }),
  z.strictObject({ do: z.literal('reverse-bytes') }),
  /** So often: one bit to the left, and `with` is added modulo 2 when a bit fell out. */
  z.strictObject({ do: z.literal('shift-xor'), times: z.int().min(1).max(255), with: word }),
]);
type KeyStep = z.infer<typeof keyStep>;

/** How the key follows from the seed, as data: its form is generic, its constants are whatever the source has published. */
export const keyProgram = z.strictObject({ source: z.string().min(1), steps: z.array(keyStep).min(1).max(64) });
export type KeyProgram = z.infer<typeof keyProgram>;

export const runKeyProgram = ({ steps }: KeyProgram, seed: Uint8Array): Uint8Array => {
  const width = BigInt(8 * seed.length);
  return toBytes(
    steps.reduce((value, step) => take(step, value, width), fromBytes(seed)),
    seed.length,
  );
};

function take(step: KeyStep, value: bigint, width: bigint): bigint {
  const inside = (number: bigint): bigint => BigInt.asUintN(Number(width), number);
  const rotated = (by: bigint): bigint => (width === 0n ? value : inside(value << by) | (value >> (width - by)));
  switch (step.do) {
    case 'xor':
      return inside(value ^ BigInt(step.with));
    case 'add':
      return inside(value + BigInt(step.with));
    case 'subtract':
      return inside(value - BigInt(step.with));
    case 'multiply':
      return inside(value * BigInt(step.with));
    case 'rotate-left':
      return rotated(width === 0n ? 0n : BigInt(step.bits) % width);
    case 'rotate-right':
      return rotated(width === 0n ? 0n : (width - (BigInt(step.bits) % width)) % width);
    case 'complement':
      return inside(~value);
    case 'reverse-bytes':
      return fromBytes(toBytes(value, Number(width) / 8).reverse());
    case 'shift-xor': {
      let shifted = value;
      for (let turn = 0; turn < step.times; turn += 1) {
        const fell = shifted >> (width - 1n);
        shifted = inside((shifted << 1n) ^ (fell * BigInt(step.with)));
      }
      return shifted;
    }
    default:
      return unreachable(step);
  }
}

const fromBytes = (bytes: Uint8Array): bigint => bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);

const toBytes = (value: bigint, length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, at) => Number((value >> BigInt(8 * (length - 1 - at))) & 0xffn));
