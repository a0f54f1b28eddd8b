import { after, bytesOf, type Millis, type Millivolts, millis, ok, unreachable } from '@baylink/kernel';
import { type AskResult, NRC } from '@baylink/protocols/uds';
import { erase, program } from '../boot/software.js';
import type { Range } from '../memory/flash.js';
import type { NonVolatile } from './nonvolatile.js';
import { SUPPLY } from './supply.js';

/** Something that takes the unit time; it works on one thing at once. `lowest` is the least supply seen meanwhile. */
export type Job =
  | {
      readonly kind: 'erase';
      readonly ask: number;
      readonly range: Range;
      readonly ends: Millis;
      readonly lowest: Millivolts;
    }
  | {
      readonly kind: 'program';
      readonly ask: number;
      readonly address: number;
      readonly data: Uint8Array;
      readonly ends: Millis;
      readonly lowest: Millivolts;
    }
  /** Only the answer takes time; its contents are known. */
  | { readonly kind: 'compute'; readonly ask: number; readonly result: AskResult; readonly ends: Millis };

/** Datasheet of the sample flash. */
const ERASE_BASE = millis(200);
const ERASE_PER_SECTOR = millis(8);
const SECTOR = 4096;
const PROGRAM_PER_KIB = millis(1);
const COMPUTE_BASE = millis(20);
const COMPUTE_PER_64_KIB = millis(1);

export const eraseTime = (size: number): Millis => millis(ERASE_BASE + ERASE_PER_SECTOR * Math.ceil(size / SECTOR));

export const programTime = (size: number): Millis => millis((PROGRAM_PER_KIB * size) / 1024);

export const computeTime = (size: number): Millis => millis(COMPUTE_BASE + (COMPUTE_PER_64_KIB * size) / 65_536);

export const endsAfter = (now: Millis, takes: Millis): Millis => after(now, takes);

/** Amperes that the unit draws beyond its standby current. */
export const jobLoad = (job: Job | undefined): number => (job === undefined || job.kind === 'compute' ? 0 : 3);

export function seeSupply(job: Job, supply: Millivolts): Job {
  if (job.kind === 'compute' || supply >= job.lowest) return job;
  return { ...job, lowest: supply };
}

/** What the unit's memory is when the job has run to its end, and the answer. */
export function finishJob(job: Job, memory: NonVolatile): { readonly memory: NonVolatile; readonly result: AskResult } {
  switch (job.kind) {
    case 'compute':
      return { memory, result: job.result };
    case 'erase':
      return finishErase(job, memory);
    case 'program':
      return finishProgram(job, memory);
    default:
      return unreachable(job);
  }
}

const failure = (memory: NonVolatile) => ({
  memory,
  result: { ok: false, error: NRC.generalProgrammingFailure } as const,
});

/** A weak pulse clears the first half and leaves the rest: the unit notices and says so. */
function finishErase(job: Extract<Job, { kind: 'erase' }>, memory: NonVolatile) {
  if (memory.software === undefined) return failure(memory);
  const weak = job.lowest < SUPPLY.programming;
  const range = weak ? { start: job.range.start, size: Math.ceil(job.range.size / 2) } : job.range;
  const erased = erase(memory.software, range);
  if (!erased.ok) return failure(memory);
  const after = { ...memory, software: erased.value };
  return weak ? failure(after) : { memory: after, result: ok(bytesOf(0)) };
}

/** A weak pulse programs wrong bits, and the driver does not notice: only the check routine does. */
function finishProgram(job: Extract<Job, { kind: 'program' }>, memory: NonVolatile) {
  if (memory.software === undefined) return failure(memory);
  const data = job.lowest < SUPPLY.programming ? job.data.map(weaken) : job.data;
  const programmed = program(memory.software, job.address, data);
  if (!programmed.ok) return failure(memory);
  return { memory: { ...memory, software: programmed.value }, result: ok(new Uint8Array()) };
}

const WEAK_CELL = 16;
const weaken = (byte: number, i: number): number => (i % WEAK_CELL === 0 ? byte ^ 0x10 : byte);
