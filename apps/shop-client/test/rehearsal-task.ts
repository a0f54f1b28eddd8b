import { createHash } from 'node:crypto';
import { toIntelHex } from '@baylink/protocols/firmware';
import { type JobBrief, type RehearsalTask, SAMPLE_CAR, type VehicleProfile } from '@baylink/safety';
import { buildImage, DID, ENGINE, ENGINE_FLASH, FACTORY_IMAGE, type ImageRecipe, SAMPLE_VIN } from '@baylink/twin';
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
export function programmingTask(recipe = NEXT, profile: VehicleProfile = SAMPLE_CAR): Rehearsable {
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
    },
    bytes: { new: next.bytes, original: [], backup: old.bytes },
  };
}

/** Two values of the body unit. */
export function codingTask(): Rehearsable {
  const writes = [
    { did: 0x0601, before: '01', after: '00' },
    { did: 0x0602, before: '0001', after: '0101' },
  ];
  const plan = codingPlan({ writes } as never);
  const { task, bytes } = programmingTask();
  return {
    task: {
      ...task,
      brief: briefOf(plan, SAMPLE_CAR, null),
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
