import { bytesOf } from '@baylink/kernel';
import { crc32 } from '@baylink/protocols/firmware';
import type { JobBrief, StagedImage, VehicleProfile } from '../../src/index.js';
import { briefOf, codingPlan, ENGINE, IMAGE, pagesOf, programmingPlan } from '../samples.js';

/** The smallest jobs that still have everything: two segments, one of them of two blocks; two values. */

export const SOFTWARE = 'BLE-ENG-0100';

/** maxNumberOfBlockLength that the unit gives: eight data bytes a block. */
export const BLOCK_LENGTH = 10;

const segment = (address: number, bytes: Uint8Array) => ({
  address,
  size: bytes.length,
  crc32: crc32(bytes),
  pages: pagesOf(bytes),
});

/** What is to be written, and what stands there before. */
export const NEW = [bytesOf(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), bytesOf(20, 21, 22, 23, 24)] as const;
export const OLD = NEW.map((bytes) => bytes.map((byte) => byte ^ 0xff));
export const ADDRESSES = [0x8000, 0xa000] as const;

const image: StagedImage = {
  ...IMAGE,
  segments: NEW.map((bytes, i) => segment(ADDRESSES[i] ?? 0, bytes)),
};

/** Read in one request a range; everything else is as the sample car has it. */
const small = (profile: VehicleProfile): VehicleProfile => ({
  ...profile,
  units: profile.units.map((unit) =>
    unit.address.logical === ENGINE && unit.programming !== null
      ? { ...unit, programming: { ...unit.programming, backup: { method: 'read-memory', block: 4_000 } } }
      : unit,
  ),
});

export type Kind = 'programming' | 'coding';

export function smallBrief(kind: Kind): JobBrief {
  const brief = briefOf(kind === 'coding' ? codingPlan(SOFTWARE) : programmingPlan(SOFTWARE));
  return { ...brief, profile: small(brief.profile), image: kind === 'coding' ? null : image };
}
