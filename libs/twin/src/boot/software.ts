import { type Result, showHex } from '@baylink/kernel';
import { crc32, IMAGE_HEADER_SIZE, type ImageHeader, readImageHeader } from '@baylink/protocols/firmware';
import { fingerprint } from '../memory/fingerprint.js';
import {
  eraseFlash,
  type Flash,
  type FlashError,
  overlaps,
  programFlash,
  type Range,
  readFlash,
} from '../memory/flash.js';
import { subtract } from '../memory/subtract.js';

/** What a programmable unit keeps without power: its flash, what was put there, and whether it was checked. */
export interface Software {
  readonly flash: Flash;
  /** Downloaded ranges that still hold their bytes, in the order of their downloads. */
  readonly blocks: readonly Range[];
  readonly verdict: SoftwareVerdict;
  /** Software that it has had, the latest last: what is written back byte for byte is that again. */
  readonly former?: readonly Former[] | undefined;
}

export interface Former {
  readonly blocks: readonly Range[];
  /** Fingerprint of the whole memory then. */
  readonly memory: number;
}

const MOST_FORMER = 4;

/**
 * `checked` only after the check routine has succeeded since the last erase or download; `installed` once a start of the
 * unit has looked at it: what is erased and loaded after that is another software, not more of this one.
 */
export type SoftwareVerdict = 'unchecked' | 'checked' | 'installed';

/** How many of the latest downloads the check routine compares as one whole. */
const LATEST = 64;

/** The first thing that makes the software unstartable is the erase, not its success: the verdict falls at once. */
export function condemn(software: Software): Software {
  if (software.verdict !== 'installed') return { ...software, verdict: 'unchecked' };
  const blocks = blocksOf(software);
  const former = [...(software.former ?? []), { blocks, memory: fingerprint(software.flash) }].slice(-MOST_FORMER);
  return { ...software, blocks: [], verdict: 'unchecked', former };
}

/** The unit starts, and whatever was checked is now the software that it has. */
export const install = (software: Software): Software =>
  software.verdict === 'checked' ? { ...software, verdict: 'installed' } : software;

export function erase(software: Software, range: Range): Result<Software, FlashError> {
  const flash = eraseFlash(software.flash, range);
  if (!flash.ok) return flash;
  const blocks = software.blocks.flatMap((block) => subtract(block, range));
  return { ok: true, value: { ...software, flash: flash.value, blocks, verdict: 'unchecked' } };
}

/** A download has been accepted: its bytes follow. */
export const beginBlock = (software: Software, start: number): Software => ({
  ...software,
  blocks: [...software.blocks.filter(({ size }) => size > 0), { start, size: 0 }],
  verdict: 'unchecked',
});

/** Programs the next bytes of the block that `beginBlock` began. */
export function program(software: Software, address: number, data: Uint8Array): Result<Software, FlashError> {
  const flash = programFlash(software.flash, address, data);
  if (!flash.ok) return flash;
  const last = software.blocks.at(-1);
  const grown = last === undefined ? { start: address, size: 0 } : last;
  const blocks = [...software.blocks.slice(0, -1), { start: grown.start, size: grown.size + data.length }];
  return { ok: true, value: { ...software, flash: flash.value, blocks, verdict: 'unchecked' } };
}

/**
 * Compares with the CRC-32 of the last downloaded block, or of the last two together, and so on: a tester may check
 * block by block or once at the end. `undefined` when nothing has been downloaded.
 */
export function checkBlocks(software: Software, expected: number): 'right' | 'wrong' | undefined {
  const parts = software.blocks.filter(({ size }) => size > 0).map((block) => bytesAt(software.flash, block));
  if (parts.length === 0) return undefined;
  for (let first = parts.length - 1; first >= Math.max(0, parts.length - LATEST); first--)
    if (crc32(...parts.slice(first)) === expected) return 'right';
  return crc32(...parts) === expected ? 'right' : 'wrong';
}

/** The first header, by address, that a downloaded block begins with. */
export function softwareHeader(software: Software): ImageHeader | undefined {
  for (const block of ascending(software)) {
    const header = readImageHeader(
      bytesAt(software.flash, { start: block.start, size: Math.min(block.size, IMAGE_HEADER_SIZE) }),
    );
    if (header !== undefined) return header;
  }
  return undefined;
}

/** F189: from the header, else the CRC-32 over all downloaded bytes in ascending order as eight hex digits. */
export function softwareId(software: Software): string {
  const header = softwareHeader(software);
  if (header !== undefined) return header.softwareId;
  const crc = crc32(...ascending(software).map((block) => bytesAt(software.flash, block)));
  return showHex(crc, 8).slice(2);
}

/** Whether the flash holds exactly these bytes, by their CRC-32. */
export const holdsBytes = ({ flash }: Software, part: Range & { readonly crc32: number }): boolean =>
  crc32(bytesAt(flash, part)) === part.crc32;

/** True when a download to `range` would find bytes of another one. */
export const taken = (software: Software, range: Range): boolean =>
  software.blocks.some((block) => overlaps(block, range));

const ascending = (software: Software): readonly Range[] =>
  blocksOf(software)
    .filter(({ size }) => size > 0)
    .sort((a, b) => a.start - b.start);

/** The ranges of the whole software: of an earlier one where the downloads have put back nothing but that. */
function blocksOf({ flash, blocks, former = [] }: Software): readonly Range[] {
  if (former.length === 0 || blocks.length === 0) return blocks;
  const now = fingerprint(flash);
  return former.findLast(({ memory }) => memory === now)?.blocks ?? blocks;
}

function bytesAt(flash: Flash, range: Range): Uint8Array {
  const bytes = readFlash(flash, range);
  return bytes.ok ? bytes.value : new Uint8Array();
}
