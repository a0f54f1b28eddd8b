import type { MemoryRange } from '../image.js';
import type { VbfValue } from './header.js';

/** Decimal, or hex after 0x; `undefined` for anything else, also past 32 bits. */
export function vbfNumber(value: VbfValue | undefined): number | undefined {
  if (typeof value !== 'string' || !/^(0x[0-9a-f]{1,8}|\d{1,10})$/i.test(value)) return undefined;
  const number = Number(value);
  return number < 2 ** 32 ? number : undefined;
}

/** `{{address, size}, …}` or one pair alone; `undefined` when it is something else. */
export function vbfRanges(value: VbfValue | undefined): readonly MemoryRange[] | undefined {
  if (value === undefined) return [];
  if (typeof value === 'string') return undefined;
  const pairs = value.length > 0 && value.every((entry) => typeof entry === 'string') ? [value] : value;
  const ranges = pairs.map((pair) => {
    if (typeof pair === 'string' || pair.length !== 2) return undefined;
    const [address, size] = pair.map(vbfNumber);
    return address === undefined || size === undefined ? undefined : { address, size };
  });
  return ranges.every((range) => range !== undefined) ? ranges : undefined;
}

/** For people: lists with commas. */
export const showVbf = (value: VbfValue): string => (typeof value === 'string' ? value : value.map(showVbf).join(', '));
