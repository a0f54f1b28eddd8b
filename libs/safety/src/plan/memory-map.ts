import { showHex } from '@baylink/kernel';
import type { UnitProfile } from '../profile/unit-profile.js';

interface Range {
  readonly address: number;
  readonly size: number;
}

export interface MemoryFault {
  readonly measured: string;
  readonly wanted: string;
  readonly sentence: string;
}

/** More ranges than any sane image: every one of them costs an erase. */
export const SEGMENT_LIMIT = 64;

export const showRange = ({ address, size }: Range): string =>
  `${showHex(address, 8)} to ${showHex(address + size - 1, 8)}`;

/** Why these ranges must not be erased and written in this unit; `undefined` when they may. */
export function memoryFault(segments: readonly Range[], unit: UnitProfile | undefined): MemoryFault | undefined {
  const map = unit?.memory ?? [];
  const wanted =
    map.map(({ start, end }) => showRange({ address: start, size: end - start })).join(', ') || 'no memory';
  const fault = (measured: string, sentence: string): MemoryFault => ({ measured, wanted, sentence });
  if (segments.length === 0) return fault('no data', 'The file holds no data: choose another file.');
  if (segments.length > SEGMENT_LIMIT)
    return fault(
      `${segments.length} ranges`,
      `The file has ${segments.length} separate ranges and ${SEGMENT_LIMIT} are allowed: fill its gaps before it is planned.`,
    );
  const stray = segments.find((segment) => !map.some((region) => inside(segment, region.start, region.end)));
  if (stray !== undefined)
    return fault(
      showRange(stray),
      `The file writes ${showRange(stray)}, and unit ${unit?.name ?? 'unknown'} may only be written in ${wanted}: choose the file for this unit.`,
    );
  const sorted = [...segments].sort((a, b) => a.address - b.address);
  const clash = sorted.find((segment, i) => segment.address < endOf(sorted[i - 1]));
  if (clash !== undefined)
    return fault(
      showRange(clash),
      `Two ranges of the file overlap at ${showHex(clash.address, 8)}: the file is damaged.`,
    );
  return undefined;
}

const endOf = (range: Range | undefined): number => (range === undefined ? 0 : range.address + range.size);

/** Whole numbers only, so that a size or address that is no number is outside. */
const inside = ({ address, size }: Range, start: number, end: number): boolean =>
  Number.isSafeInteger(address) && Number.isSafeInteger(size) && size > 0 && address >= start && address + size <= end;
