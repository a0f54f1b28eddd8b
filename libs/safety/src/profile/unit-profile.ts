import { z } from 'zod';
import { keyProgram } from './key-program.js';

const source = z.string().min(1);
const did = z.int().min(0).max(0xffff);
const odd = z
  .int()
  .min(1)
  .max(0x7d)
  .refine((level) => level % 2 === 1, 'a security level is the odd requestSeed sub-function');

/**
 * `complement`: the sample car's, every bit turned over. `secret`: the unit asks for a key that its maker keeps to himself, so that
 * no plan can write to it from here.
 */
export const security = z.strictObject({
  level: odd,
  algorithm: z.union([z.enum(['complement', 'secret']), keyProgram]),
});

/** A data identifier that coding may write. */
const codingDid = z.strictObject({
  did,
  name: z.string().min(1),
  length: z.int().min(1).max(255),
  /** Touches brakes, restraints, steering or the like: people are told. */
  safetyRelevant: z.boolean(),
});

const coding = z.strictObject({
  source,
  dids: z.array(codingDid),
  /** Needed for 0x2E; null: the extended session is enough. */
  security: security.nullable(),
  /** The unit is reset after the last write, and read again. */
  reset: z.boolean(),
});

const memoryRegion = z.strictObject({
  source,
  name: z.string().min(1),
  /** First address, and the first address behind it. */
  start: z.int().nonnegative(),
  end: z.int().positive(),
});

/** How a full copy of the memory is had before it is erased. */
const memoryBackup = z.discriminatedUnion('method', [
  /** 0x23, `block` bytes at a time, in the extended session. */
  z.strictObject({ method: z.literal('read-memory'), block: z.int().positive().max(4090) }),
  /** 0x35, 0x36 and 0x37, likewise. */
  z.strictObject({ method: z.literal('upload') }),
  /** Nobody has seen it be read: it is asked for one byte, and only its own refusal makes the maker's file a backup. */
  z.strictObject({ method: z.literal('none') }),
]);

/**
 * How the unit starts and falls back, as its maker or its programming specification has it: what a rehearsal's twin is
 * built by. `checked-before-start`: a bootloader that no download touches; the application starts only after the check
 * routine has passed since the last erase; only a reset or a loss of supply in the middle of an erase is final.
 */
const bootBehaviour = z.strictObject({
  source,
  model: z.literal('checked-before-start'),
  /** Data bytes of one 0x36 that the bootloader takes. */
  blockBytes: z.int().positive().max(4093),
});

const programming = z.strictObject({
  source,
  security: security.nullable(),
  /** addressAndLengthFormatIdentifier of 0x23, 0x31 and 0x34: widths in bytes. */
  addressBytes: z.int().min(1).max(4),
  sizeBytes: z.int().min(1).max(4),
  dataFormat: z.int().min(0).max(255),
  eraseRoutine: z.int(),
  /** Started with the CRC-32 of the range, big-endian; answers status 00 when equal. */
  checkRoutine: z.int(),
  /** The answer's byte after the routine's identifier that says "correct". */
  checkPassed: z.int(),
  /** checkProgrammingDependencies, without parameters; null: the unit has none. */
  dependencyRoutine: z.int().nullable(),
  /** Compares a range (ALFID, address, size, CRC-32) at any time; null: an interrupted write erases everything again. */
  compareRoutine: z.int().nullable(),
  /** communicationType of 0x28. */
  communicationType: z.int(),
  backup: memoryBackup,
  /** Bytes that must be the same in the unit (by DID) and in its new software (at an address): a power class, a project. */
  marks: z
    .array(
      z.strictObject({ name: z.string().min(1), did, address: z.int().nonnegative(), length: z.int().min(1).max(64) }),
    )
    .default([]),
  /** null: nobody has said, and then no rehearsal is possible and nothing is programmed. */
  boot: bootBehaviour.nullable().default(null),
});

const LONGEST_SHORT_NAME = 0xff;
/** ReadMemoryByAddress of ISO 14230-3 has one byte for the size. */
const LONGEST_KWP_READING = 0xff;

const unitFields = z.strictObject({
  source,
  name: z.string().min(1),
  address: z.strictObject({
    logical: z.int().min(0).max(0xffff),
    can: z.strictObject({ request: z.int(), response: z.int() }),
    /** ISO 14230-2 address byte, for a unit that is also on K-Line. */
    kLine: z.int().min(0).max(0xff).optional(),
  }),
  /** Whose meaning the bytes have, on every medium: ISO 14229-1 or ISO 14230-3. */
  dialect: z.enum(['uds', 'kwp2000']),
  /** A unit that stops, steers or protects people: a second expert has to countersign what is written to it. */
  safety: z.enum(['airbag', 'brake', 'steering']).nullable().default(null),
  coding: coding.nullable(),
  memory: z.array(memoryRegion),
  programming: programming.nullable(),
  /** Routines that a technician may let an expert start: they move things and change no memory. */
  routines: z.array(z.strictObject({ rid: z.int(), name: z.string().min(1) })),
  /** Inputs and outputs that may be controlled in a safety unit (0x2F); in any other unit every one may. */
  controls: z.array(z.strictObject({ did, name: z.string().min(1) })).default([]),
  /** Immobiliser, keys, odometer: DIDs and routines that need authority of their own. */
  secureDids: z.array(did),
  secureRoutines: z.array(z.int()),
});

/** ISO 14230-3 has one byte for the name of a routine and for the size of a reading. */
export const unitProfile = unitFields.refine(
  ({ dialect, programming: program }) => {
    if (dialect !== 'kwp2000' || program === null) return true;
    const { eraseRoutine, checkRoutine, dependencyRoutine, compareRoutine, backup } = program;
    const names = [eraseRoutine, checkRoutine, dependencyRoutine ?? 0, compareRoutine ?? 0];
    const block = backup.method === 'read-memory' ? backup.block : 0;
    return names.every((name) => name >= 0 && name <= LONGEST_SHORT_NAME) && block <= LONGEST_KWP_READING;
  },
  {
    error: 'a unit that speaks kwp2000 has routines of one byte and is read by 255 bytes at most',
    path: ['programming'],
  },
);

export type UnitProfile = z.infer<typeof unitProfile>;
export type CodingProfile = z.infer<typeof coding>;
export type ProgrammingProfile = z.infer<typeof programming>;
export type SecurityAccess = z.infer<typeof security>;
