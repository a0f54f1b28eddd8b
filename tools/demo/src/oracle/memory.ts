import type { Run } from './firmware.js';

/** First address of the engine unit's flash; a dump begins here. */
export const FLASH_START = 0x8000;

/** What the memory must be when these runs were erased and written and nothing else was touched. */
export function withRuns(memory: Buffer, runs: readonly Run[]): Buffer {
  const after = Buffer.from(memory);
  for (const { address, bytes } of runs) bytes.copy(after, address - FLASH_START);
  return after;
}

/** The first address at which two memories differ, in words; `undefined` when they are the same byte for byte. */
export function difference(found: Buffer, wanted: Buffer): string | undefined {
  if (found.length !== wanted.length) return `the dump has ${found.length} bytes instead of ${wanted.length}`;
  for (let at = 0; at < found.length; at++) {
    if (found[at] === wanted[at]) continue;
    return `${showHex(FLASH_START + at, 8)} holds ${showHex(found[at] ?? 0, 2)} instead of ${showHex(wanted[at] ?? 0, 2)}`;
  }
  return undefined;
}

const showHex = (value: number, digits: number): string =>
  `0x${value.toString(16).toUpperCase().padStart(digits, '0')}`;
