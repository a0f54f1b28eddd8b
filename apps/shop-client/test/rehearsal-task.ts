import { createHash } from 'node:crypto';
import { toIntelHex } from '@baylink/protocols/firmware';
import { type JobBrief, type RehearsalTask, SAMPLE_CAR, type VehicleProfile } from '@baylink/safety';
import {
  buildImage,
  DID,
  ENGINE,
  ENGINE_FLASH,
  FACTORY_IMAGE,
  FOREIGN_HARDWARE_IMAGE,
  type ImageRecipe,
  SAMPLE_VIN,
} from '@baylink/twin';
import type { RehearsalBytes } from '../src/rehearsal/rehearse.js';
import { loadImage } from '../src/staging/image.js';
import { codingPlan } from './job-bench.js';

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const loaded = (image: Uint8Array) => {
  const bytes = toIntelHex({ segments: [{ address: ENGINE_FLASH.start, bytes: image }], header: '' });
  const read = loadImage({ sha256: digest(bytes), bytes, reading: {} });
  if (!read.ok) throw new Error(read.error);
  return { staged: read.value.staged, bytes: [image], size: bytes.length };
};

const SIZE = 12 * 1024;
export const NEXT: ImageRecipe = { ...FACTORY_IMAGE, softwareId: 'BLE-ENG-0300', length: SIZE };
const text = (did: number): string => ENGINE.identification.get(did) ?? '';

export const IDENTITY = {
  unit: ENGINE.logical,
  vin: SAMPLE_VIN,
  partNumber: text(DID.partNumber),
  hardware: ENGINE.hardwareId,
  software: FACTORY_IMAGE.softwareId,
  serial: text(DID.serialNumber),
};

export interface Rehearsable {
  readonly task: RehearsalTask;
  readonly bytes: RehearsalBytes;
}

/** New software for the engine unit, over what was read from it. */
export function programmingTask(recipe = NEXT, profile: VehicleProfile = SAMPLE_CAR, limit = 4_095): Rehearsable {
  const next = loaded(buildImage(recipe));
  const old = loaded(buildImage(FACTORY_IMAGE).subarray(0, recipe.length));
  const { writes: _, ...head } = codingPlan() as ReturnType<typeof codingPlan> & { writes?: unknown };
  const plan: JobBrief['plan'] = {
    ...head,
    kind: 'programming',
    target: IDENTITY,
    recovery: { method: 'restore-backup' },
    file: { name: 'engine.hex', sha256: next.staged.fileDigest, size: next.size },
    snapshot: [0x0610],
  };
  return {
    task: {
      brief: briefOf(plan, profile, next.staged),
      identity: IDENTITY,
      snapshot: [{ did: 0x0610, value: '0320' }],
      segments: old.staged.segments,
      backup: {
        grade: 'A',
        serial: IDENTITY.serial,
        unit: IDENTITY.unit,
        digest: 'cc'.repeat(32),
        places: [],
        proof: { kind: 'read' },
        original: null,
      },
      limit,
    },
    bytes: { new: next.bytes, original: [], backup: old.bytes },
  };
}

/** The same for a unit that refuses to be read: what was read becomes the maker's original file. */
export function refusing({ task, bytes }: Rehearsable): Rehearsable {
  const original = {
    fileDigest: 'ee'.repeat(32),
    fileSize: 1,
    hardware: IDENTITY.hardware,
    software: IDENTITY.software,
    publisher: { kind: 'unsigned' as const },
    segments: task.segments,
  };
  const { plan } = task.brief;
  if (plan.kind !== 'programming') throw new Error('only programming has an original file');
  const named = { ...plan, original: { name: 'original.hex', sha256: original.fileDigest, size: 1 } };
  return {
    task: {
      ...task,
      brief: { ...task.brief, plan: named, original },
      segments: [],
      backup: {
        ...task.backup,
        grade: 'B',
        original: original.fileDigest,
        proof: { kind: 'refused', request: '2344000080000000fff0', response: '7f2331' },
      },
    },
    bytes: { ...bytes, original: bytes.backup, backup: [] },
  };
}

/** The same with an original whose own header names other hardware. */
export function foreignOriginal(task: RehearsalTask, bytes: RehearsalBytes): Rehearsable {
  const { original } = task.brief;
  if (original === null) throw new Error('there is no original file');
  const foreign = loaded(buildImage({ ...FOREIGN_HARDWARE_IMAGE, length: SIZE }));
  return {
    task: { ...task, brief: { ...task.brief, original: { ...original, segments: foreign.staged.segments } } },
    bytes: { ...bytes, original: foreign.bytes },
  };
}

/** Two values of the body unit. */
export function codingTask(profile: VehicleProfile = SAMPLE_CAR): Rehearsable {
  const writes = [
    { did: 0x0601, before: '01', after: '00' },
    { did: 0x0602, before: '0001', after: '0101' },
  ];
  const plan = codingPlan({ writes } as never);
  const { task, bytes } = programmingTask();
  return {
    task: {
      ...task,
      brief: briefOf(plan, profile, null),
      identity: plan.target,
      snapshot: writes.map(({ did, before }) => ({ did, value: before })),
      segments: [],
      backup: { ...task.backup, grade: 'C', serial: plan.target.serial, unit: plan.target.unit },
    },
    bytes: { ...bytes, new: [], backup: [] },
  };
}

const briefOf = (plan: JobBrief['plan'], profile: VehicleProfile, image: JobBrief['image']): JobBrief => ({
  plan,
  planDigest: 'a1'.repeat(32),
  phrase: 'maple river candle',
  signatures: ['expert'],
  epoch: 1,
  profile,
  bootId: 'boot-1',
  usedCounter: 0,
  image,
  original: null,
});
