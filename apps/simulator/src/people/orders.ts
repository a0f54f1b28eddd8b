import { createHash } from 'node:crypto';
import { type Plan, signPlan } from '@baylink/contracts';
import { toIntelHex } from '@baylink/protocols/firmware';
import {
  BODY,
  buildImage,
  DID,
  ENGINE,
  ENGINE_FLASH,
  FACTORY_IMAGE,
  SAMPLE_VIN,
  type UnitProfile,
} from '@baylink/twin';
import type { Evidence } from '../oracle/evidence.js';
import { BEGIN, EXPERT, IDS } from './parties.js';

/** What an expert has prepared: the signed plan, the file that it names, and what must come of it. */
export interface Order {
  readonly plan: Plan;
  readonly jws: string;
  /** Another plan of the same expert: what somebody would slip in after the first one was shown. */
  readonly changed: string;
  readonly file: { readonly sha256: string; readonly bytes: Uint8Array } | undefined;
  /** New software, where in the flash and at which address of the unit it begins, and how it calls itself. */
  readonly image: Evidence['image'];
}

/** Several blocks and several journal groups, and still small: a run is mostly its waits. */
const IMAGE_SIZE = 6 * 1024;
const SOFTWARE = 'BLE-ENG-0300';
const DAY = 86_400;

/** What the unit of a plan reports about itself as it left the factory. */
const targetOf = (profile: UnitProfile, software: string): Plan['target'] => ({
  vin: SAMPLE_VIN,
  unit: profile.logical,
  partNumber: profile.identification.get(DID.partNumber) ?? '',
  hardware: profile.hardwareId,
  software,
  serial: profile.identification.get(DID.serialNumber) ?? '',
});

const HEAD = {
  v: 1 as const,
  job: IDS.job,
  case: IDS.case,
  visit: IDS.visit,
  shopNonce: IDS.nonce,
  agreements: [],
  setAside: [],
  iat: BEGIN,
  exp: BEGIN + DAY,
};

/** New software for the engine unit. */
export async function programming(): Promise<Order> {
  const image = buildImage({
    softwareId: SOFTWARE,
    hardwareId: ENGINE.hardwareId,
    version: '3.0.0',
    length: IMAGE_SIZE,
  });
  const bytes = toIntelHex({ segments: [{ address: ENGINE_FLASH.start, bytes: image }], header: '' });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return ordered(
    {
      ...HEAD,
      kind: 'programming',
      target: targetOf(ENGINE, FACTORY_IMAGE.softwareId),
      recovery: { method: 'restore-backup' },
      file: { name: 'engine-0300.hex', sha256, size: bytes.length },
      snapshot: [0x0610],
    },
    { sha256, bytes },
    { address: ENGINE_FLASH.start, offset: 0, bytes: image, software: new TextEncoder().encode(SOFTWARE) },
  );
}

/** Two configuration values of the body unit. */
export const coding = (): Promise<Order> =>
  ordered(
    {
      ...HEAD,
      kind: 'coding',
      target: targetOf(BODY, BODY.romSoftwareId),
      recovery: { method: 'write-old-values' },
      writes: [
        { did: 0x0601, before: '01', after: '00' },
        { did: 0x0602, before: '0001', after: '0101' },
      ],
    },
    undefined,
    undefined,
  );

async function ordered(plan: Plan, file: Order['file'], image: Order['image']): Promise<Order> {
  const jws = await signPlan(EXPERT, plan);
  if (!jws.ok) throw new Error(jws.error);
  const changed = await signPlan(EXPERT, { ...plan, job: IDS.otherJob });
  if (!changed.ok) throw new Error(changed.error);
  return { plan, jws: jws.value, changed: changed.value, file, image };
}
