import { bytesOf, concat, err, type Millis, ok, type Result, readUint, uintBytes } from '@baylink/kernel';
import { crc32 } from '@baylink/protocols/firmware';
import { type AskResult, NRC, type Nrc, type RoutineControlRequest } from '@baylink/protocols/uds';
import { decideBoot } from '../boot/boot.js';
import { checkBlocks, condemn, type Software } from '../boot/software.js';
import { holds, type Range, readFlash } from '../memory/flash.js';
import { computeTime, endsAfter, eraseTime, type Job } from './job.js';
import type { NonVolatile } from './nonvolatile.js';
import type { UnitProfile } from './profile.js';
import type { Ram } from './ram.js';
import { SUPPLY, type Surroundings } from './supply.js';

/** Routine identifiers of the sample bootloader. */
export const RID = {
  eraseMemory: 0xff00,
  /** With the CRC-32 of what was downloaded. (ISO 14229-1 annex F: checkProgrammingDependencies) */
  checkProgrammingDependencies: 0xff01,
  /** With address and size, and the wanted CRC-32 or nothing: the answer then tells it. */
  checkMemory: 0x0202,
  /** Would the application start on this hardware? */
  dependencyStatus: 0x0203,
} as const;

/** routineStatusRecord of the check routines. */
export const CHECK_STATUS = { right: 0, wrong: 1, otherHardware: 2 } as const;

export interface RoutineContext {
  readonly ask: number;
  readonly profile: UnitProfile;
  readonly memory: NonVolatile;
  readonly surroundings: Surroundings;
  readonly now: Millis;
}

/** What a routine does: an answer at once, or a job; and what it has changed already. */
export interface Started {
  readonly memory: NonVolatile;
  /** Absent: as it was. */
  readonly ram?: Ram;
  readonly reply: { readonly kind: 'now'; readonly result: AskResult } | { readonly kind: 'job'; readonly job: Job };
}

type Routine = (software: Software, option: Uint8Array, context: RoutineContext) => Started | Nrc;

const START = 0x01;

const ROUTINES: ReadonlyMap<number, Routine> = new Map<number, Routine>([
  [RID.eraseMemory, eraseMemory],
  [RID.checkProgrammingDependencies, checkProgrammingDependencies],
  [RID.checkMemory, checkMemory],
  [RID.dependencyStatus, dependencyStatus],
]);

/** The bootloader's 0x31. A unit without flash, or a routine that does not exist: NRC 0x31. */
export function startRoutine(request: RoutineControlRequest, context: RoutineContext): Started {
  const routine = ROUTINES.get(request.rid);
  const { software } = context.memory;
  if (routine === undefined || software === undefined) return refuse(context, NRC.requestOutOfRange);
  if (request.control !== START) return refuse(context, NRC.subFunctionNotSupported);
  const started = routine(software, request.option, context);
  return typeof started === 'number' ? refuse(context, started) : started;
}

function eraseMemory(software: Software, option: Uint8Array, context: RoutineContext): Started | Nrc {
  const parsed = parseRange(option);
  if (!parsed.ok) return parsed.error;
  const { range, rest } = parsed.value;
  if (rest.length > 0) return NRC.incorrectMessageLengthOrInvalidFormat;
  if (!holds(software.flash, range)) return NRC.requestOutOfRange;
  const { supply } = context.surroundings;
  if (supply < SUPPLY.eraseMin) return NRC.voltageTooLow;
  if (supply > SUPPLY.eraseMax) return NRC.voltageTooHigh;
  const ends = endsAfter(context.now, eraseTime(range.size));
  return {
    memory: { ...context.memory, software: condemn(software) },
    reply: { kind: 'job', job: { kind: 'erase', ask: context.ask, range, ends, lowest: supply } },
  };
}

function checkProgrammingDependencies(software: Software, option: Uint8Array, context: RoutineContext): Started | Nrc {
  const expected = option.length === 4 ? readUint(option, 0, 4) : undefined;
  if (expected === undefined) return NRC.incorrectMessageLengthOrInvalidFormat;
  const verdict = checkBlocks(software, expected);
  if (verdict === undefined) return NRC.requestSequenceError;
  const memory: NonVolatile =
    verdict === 'right' ? { ...context.memory, software: { ...software, verdict: 'checked' } } : context.memory;
  const size = software.blocks.reduce((sum, block) => sum + block.size, 0);
  return { memory, reply: later(context, bytesOf(CHECK_STATUS[verdict]), size) };
}

function checkMemory(software: Software, option: Uint8Array, context: RoutineContext): Started | Nrc {
  const parsed = parseRange(option);
  if (!parsed.ok) return parsed.error;
  const { range, rest } = parsed.value;
  if (rest.length !== 0 && rest.length !== 4) return NRC.incorrectMessageLengthOrInvalidFormat;
  const bytes = readFlash(software.flash, range);
  if (!bytes.ok) return NRC.requestOutOfRange;
  const crc = crc32(bytes.value);
  const wanted = readUint(rest, 0, 4);
  const answer =
    wanted === undefined
      ? concat(bytesOf(CHECK_STATUS.right), uintBytes(crc, 4))
      : bytesOf(wanted === crc ? CHECK_STATUS.right : CHECK_STATUS.wrong);
  return { memory: context.memory, reply: later(context, answer, range.size) };
}

function dependencyStatus(software: Software, option: Uint8Array, context: RoutineContext): Started | Nrc {
  if (option.length > 0) return NRC.incorrectMessageLengthOrInvalidFormat;
  const boot = decideBoot(software, context.profile.hardwareId);
  const status =
    boot.into === 'application'
      ? CHECK_STATUS.right
      : boot.reason === 'wrong-hardware'
        ? CHECK_STATUS.otherHardware
        : CHECK_STATUS.wrong;
  return { memory: context.memory, reply: { kind: 'now', result: ok(bytesOf(status)) } };
}

/** addressAndLengthFormatIdentifier, address, size, and whatever follows. (ISO 14229-1 annex H) */
function parseRange(option: Uint8Array): Result<{ readonly range: Range; readonly rest: Uint8Array }, Nrc> {
  const format = option[0] ?? 0;
  const [sizeWidth, startWidth] = [format >> 4, format & 0x0f];
  if (sizeWidth < 1 || sizeWidth > 4 || startWidth < 1 || startWidth > 4) return err(NRC.requestOutOfRange);
  const start = readUint(option, 1, startWidth);
  const size = readUint(option, 1 + startWidth, sizeWidth);
  if (start === undefined || size === undefined) return err(NRC.incorrectMessageLengthOrInvalidFormat);
  return ok({ range: { start, size }, rest: option.subarray(1 + startWidth + sizeWidth) });
}

const later = (context: RoutineContext, answer: Uint8Array, size: number): Started['reply'] => ({
  kind: 'job',
  job: { kind: 'compute', ask: context.ask, result: ok(answer), ends: endsAfter(context.now, computeTime(size)) },
});

const refuse = ({ memory }: RoutineContext, nrc: Nrc): Started => ({
  memory,
  reply: { kind: 'now', result: err(nrc) },
});
