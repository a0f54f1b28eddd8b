import { createHash } from 'node:crypto';
import { err, fromHex, millivolts, ok, type Result, showHex } from '@baylink/kernel';
import { crc32 } from '@baylink/protocols/firmware';
import { JOB_WORDS, keyFor, type RehearsalTask, type StagedSegment, type UnitProfile } from '@baylink/safety';
import {
  createUnit,
  DID,
  installed,
  KWP_ROUTINE,
  MAX_BLOCK_LENGTH,
  RID,
  type UnitProfile as TwinProfile,
  type UnitState,
} from '@baylink/twin';
import type { RehearsalBytes } from './rehearse.js';

/** A twin, and the digest of all that it was made from. */
export interface Twin {
  readonly unit: UnitState;
  readonly digest: string;
}

/** Memory that a rehearsal can hold; bytes. */
const MEMORY_LIMIT = 64 * 1024 * 1024;
/** Routines of the twin's bootloader, as they are called in each dialect. */
const ROUTINES: { readonly [dialect in UnitProfile['dialect']]: { readonly [name in keyof typeof RID]: number } } = {
  uds: RID,
  kwp2000: KWP_ROUTINE,
};
const HEALTHY = { supply: millivolts(0), ignitionOn: true, rpm: 0, speed: 0 } as const;

/**
 * A unit that says what this one says, holds what this one holds, and starts and falls back as its profile has it. The
 * error is why nobody can make one, without its full stop.
 */
export function twinOf(task: RehearsalTask, bytes: RehearsalBytes): Result<Twin, string> {
  const { brief, identity } = task;
  const { plan, profile } = brief;
  const unit = profile.units.find(({ address }) => address.logical === plan.target.unit);
  if (unit === undefined) return err('the unit is not in the profile');
  const memory = plan.kind === 'programming' ? memoryOf(unit) : undefined;
  const strange =
    strangeness(task, unit) ??
    (memory !== undefined && memory.size > MEMORY_LIMIT ? 'its memory is larger than 64 MiB' : undefined);
  if (strange !== undefined) return err(`no twin of this unit can be made: ${strange}`);
  const held = heldBefore(task, bytes);
  if (memory !== undefined && (held.length === 0 || held.some(({ bytes: part, sum }) => crc32(part) !== sum)))
    return err('the bytes at hand are not those of the backup');
  const security = securityOf(task, unit);
  if (security == null) return err('no twin of this unit can be made: it asks for no key, and every twin does');
  const dids = profile.identification;
  const made: TwinProfile = {
    name: unit.name,
    logical: unit.address.logical,
    dialect: unit.dialect,
    can: unit.address.can,
    otherCan: [],
    identification: new Map([
      [dids.vin, identity.vin],
      [dids.partNumber, identity.partNumber],
      [dids.serial, identity.serial],
      [dids.hardware, identity.hardware],
    ]),
    hardwareId: identity.hardware,
    romSoftwareId: identity.software,
    knownSoftware: knownSoftware(task),
    coding: task.snapshot.map(({ did, value }) => {
      const factory = fromHex(value) ?? new Uint8Array();
      return { did, factory, limits: new Uint8Array(factory.length).fill(0xff) };
    }),
    live: [],
    security: { level: security.level, key: (seed) => keyFor(security, seed) },
    memory,
    actuators: [],
    files: new Map(),
    obd: undefined,
  };
  const software = memory === undefined ? undefined : installed(memory, held);
  const kept = { values: new Map(), dtcs: [], failedAttempts: 0, software, bricked: undefined };
  return ok({ unit: createUnit(made, kept, HEALTHY), digest: digestOf(task, unit) });
}

/** From the first address of its memory to the last. */
function memoryOf({ memory }: UnitProfile): { readonly start: number; readonly size: number } {
  const start = Math.min(...memory.map((region) => region.start));
  return { start, size: Math.max(...memory.map((region) => region.end)) - start };
}

const securityOf = ({ brief: { plan } }: RehearsalTask, { coding, programming }: UnitProfile) =>
  plan.kind === 'coding' ? coding?.security : programming?.security;

/** What the twin's bootloader does otherwise than this unit's profile says; a clause. */
function strangeness({ brief }: RehearsalTask, unit: UnitProfile): string | undefined {
  const { plan, profile } = brief;
  if (profile.identification.software !== DID.softwareId)
    return `it tells its software by ${showHex(profile.identification.software, 4)}`;
  const { programming } = unit;
  if (plan.kind === 'coding') return undefined;
  if (programming?.boot == null) return 'the profile does not say how it starts';
  const known = ROUTINES[unit.dialect];
  const routines: readonly (readonly [number | null, number])[] = [
    [programming.eraseRoutine, known.eraseMemory],
    [programming.checkRoutine, known.checkProgrammingDependencies],
    [programming.compareRoutine, known.checkMemory],
    [programming.dependencyRoutine, known.dependencyStatus],
  ];
  const other = routines.find(([asked, here]) => asked !== null && asked !== here)?.[0];
  if (other != null) return `its routine ${showHex(other, 4)} is not known to twins`;
  // The software inside every twin counts a head of two bytes, whatever its blocks have outside.
  if (programming.boot.blockBytes + JOB_WORDS.uds.blockHead !== MAX_BLOCK_LENGTH[unit.dialect])
    return `it takes blocks of ${programming.boot.blockBytes} bytes`;
  return undefined;
}

/** What the unit's flash holds now: its own reading, or the maker's original file. */
export function heldBefore({ brief, backup, segments }: RehearsalTask, bytes: RehearsalBytes) {
  const ranges = backup.grade === 'B' ? (brief.original?.segments ?? []) : segments;
  const held = backup.grade === 'B' ? bytes.original : bytes.backup;
  return ranges.map(({ address, crc32: sum }, i) => ({ address, bytes: held[i] ?? new Uint8Array(), sum }));
}

/** What the software of now and the new one call themselves, as far as people and files have said so. */
function knownSoftware({ brief, identity, backup, segments }: RehearsalTask) {
  const { image, original, plan } = brief;
  const parts = (from: readonly StagedSegment[]) =>
    from.map(({ address, size, crc32: sum }) => ({ start: address, size, crc32: sum }));
  const wanted = plan.kind === 'programming' ? (image?.software ?? plan.expectSoftware) : undefined;
  const before = backup.grade === 'B' ? (original?.segments ?? []) : segments;
  return [
    ...(wanted == null || image === null ? [] : [{ id: wanted, parts: parts(image.segments) }]),
    ...(before.length === 0 ? [] : [{ id: identity.software, parts: parts(before) }]),
  ];
}

const digestOf = ({ identity, backup, brief }: RehearsalTask, unit: UnitProfile): string =>
  createHash('sha256')
    .update(JSON.stringify([identity, backup.digest, backup.original, brief.image?.fileDigest ?? null, unit]))
    .digest('hex');
