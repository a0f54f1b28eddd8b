import type { Software } from '../../boot/software.js';
import { blankFlash, imprintFlash, type Range } from '../../memory/flash.js';
import type { Dtc, NonVolatile } from '../../unit/nonvolatile.js';
import type { UnitProfile } from '../../unit/profile.js';
import { buildImage, FACTORY_IMAGE } from './factory-image.js';
import { ENGINE_FLASH } from './profiles.js';

/** testFailed and confirmed, lamp off; and a fault of an earlier drive that is no longer there. (ISO 14229-1 D.2) */
const PRESENT = 0x2f;
const STORED = 0x28;

const FACTORY_DTCS: ReadonlyMap<string, readonly Dtc[]> = new Map([
  [
    'engine',
    [
      { code: 0x04_20_00, status: STORED, present: false },
      { code: 0x01_71_00, status: STORED, present: false },
    ],
  ],
  ['body', [{ code: 0x9a_31_15, status: PRESENT, present: true }]],
]);

/** One run of bytes at its address. */
export interface Segment {
  readonly address: number;
  readonly bytes: Uint8Array;
}

/** A unit as it left the factory; `application` is what a programmable one runs. */
export function factoryState(
  profile: UnitProfile,
  application: readonly Segment[] = factoryApplication(),
): NonVolatile {
  return {
    values: new Map(),
    dtcs: FACTORY_DTCS.get(profile.name) ?? [],
    failedAttempts: 0,
    software: profile.memory === undefined ? undefined : installed(profile.memory, application),
    bricked: undefined,
  };
}

/** Read only, like everything that a state is made of; made once. */
let made: readonly Segment[] | undefined;
const factoryApplication = (): readonly Segment[] => {
  made ??= [{ address: ENGINE_FLASH.start, bytes: buildImage(FACTORY_IMAGE) }];
  return made;
};

/** Flash with a checked application in it, as the factory's programmer leaves it; what lies outside is left out. */
export function installed(memory: Range, application: readonly Segment[]): Software {
  let flash = blankFlash(memory);
  const blocks: Range[] = [];
  for (const { address, bytes } of application) {
    const imprinted = imprintFlash(flash, address, bytes);
    if (!imprinted.ok) continue;
    flash = imprinted.value;
    blocks.push({ start: address, size: bytes.length });
  }
  return { flash, blocks, verdict: blocks.length > 0 ? 'installed' : 'unchecked' };
}
