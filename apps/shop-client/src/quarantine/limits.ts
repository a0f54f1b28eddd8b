import { type ByteCount, byteCount, type Millis, millis } from '@baylink/kernel';

const MIB = 1024 * 1024;

/** What one file may cost (A16). All of it is the cost of the process that reads it, which has no other work. */
export interface QuarantineLimits {
  /** Of the processor, user and system, from the arrival of the file on. A busy machine does not shorten it. */
  readonly cpu: Millis;
  /** Resident memory at its highest, looked at every 10 ms: the file, what is made of it, and the runtime. */
  readonly memory: ByteCount;
  /** Objects and text. The runtime ends the reader there by itself, between two looks at `memory`. */
  readonly heap: ByteCount;
  /** On the wall clock: for a process that hangs without working. */
  readonly patience: Millis;
}

/** Above this a file that is sound may need longer than two seconds where the processor is slow or shared. */
const LARGE = 16 * MIB;
const MORE_PER_MIB = 60;

export const quarantineLimits = (fileBytes: number): QuarantineLimits => ({
  cpu: millis(2_000 + MORE_PER_MIB * Math.ceil(Math.max(0, fileBytes - LARGE) / MIB)),
  memory: byteCount(256 * MIB),
  heap: byteCount(128 * MIB),
  patience: millis(60_000),
});
