import { overlaps, type Range, rangeEnd } from './flash.js';

/** What is left of `range` when `hole` is taken out: none, one or two pieces, ascending. */
export function subtract(range: Range, hole: Range): readonly Range[] {
  if (!overlaps(range, hole)) return [range];
  return [
    { start: range.start, size: hole.start - range.start },
    { start: rangeEnd(hole), size: rangeEnd(range) - rangeEnd(hole) },
  ].filter(({ size }) => size > 0);
}
