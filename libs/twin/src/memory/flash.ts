import { type ByteCount, byteCount, err, ok, type Result } from '@baylink/kernel';

/** Half-open address range: `start` is inside, `start + size` is not. */
export interface Range {
  readonly start: number;
  readonly size: number;
}

export const rangeEnd = (range: Range): number => range.start + range.size;

export const overlaps = (a: Range, b: Range): boolean => a.start < rangeEnd(b) && b.start < rangeEnd(a);

/** Flash cells as immutable pages: a step copies the pages it touches, so that keeping an old state costs nothing. */
export interface Flash {
  readonly range: Range;
  readonly pages: readonly Uint8Array[];
}

export type FlashError =
  | { readonly kind: 'outside'; readonly wanted: Range; readonly memory: Range }
  | { readonly kind: 'not-erased'; readonly address: number };

export const ERASED = 0xff;
const PAGE = 4096;
const ERASED_PAGE = new Uint8Array(PAGE).fill(ERASED);

/** A factory-fresh memory: every cell erased. */
export function blankFlash(range: Range): Flash {
  return { range, pages: Array.from({ length: Math.ceil(range.size / PAGE) }, () => ERASED_PAGE) };
}

/** True when every byte of `wanted` exists; an empty range does not. */
export const holds = (flash: Flash, wanted: Range): boolean =>
  wanted.size > 0 && wanted.start >= flash.range.start && rangeEnd(wanted) <= rangeEnd(flash.range);

export function readFlash(flash: Flash, wanted: Range): Result<Uint8Array, FlashError> {
  if (!holds(flash, wanted)) return err({ kind: 'outside', wanted, memory: flash.range });
  const bytes = new Uint8Array(wanted.size);
  eachPage(flash, wanted, (page, from, to, at) => bytes.set(pageOf(flash, page).subarray(from, to), at));
  return ok(bytes);
}

/** Everything, from the first address to the last. */
export function dumpFlash(flash: Flash): Uint8Array {
  const bytes = new Uint8Array(flash.range.size);
  eachPage(flash, flash.range, (page, from, to, at) => bytes.set(pageOf(flash, page).subarray(from, to), at));
  return bytes;
}

/** Sets exactly `wanted` to 0xFF; its neighbours in the same page keep their bytes. */
export function eraseFlash(flash: Flash, wanted: Range): Result<Flash, FlashError> {
  if (!holds(flash, wanted)) return err({ kind: 'outside', wanted, memory: flash.range });
  return ok(rewrite(flash, wanted, (bytes) => bytes.fill(ERASED)));
}

/** Writes into erased cells. A cell that holds something refuses, and then nothing at all is written. */
export function programFlash(flash: Flash, start: number, data: Uint8Array): Result<Flash, FlashError> {
  const wanted = { start, size: data.length };
  const there = readFlash(flash, wanted);
  if (!there.ok) return there;
  const taken = there.value.findIndex((byte) => byte !== ERASED);
  if (taken >= 0) return err({ kind: 'not-erased', address: start + taken });
  return ok(rewrite(flash, wanted, (bytes, at) => bytes.set(data.subarray(at, at + bytes.length))));
}

/** Puts bytes there whatever was there: the factory's programmer and a restored state, never a unit's own driver. */
export function imprintFlash(flash: Flash, start: number, data: Uint8Array): Result<Flash, FlashError> {
  const wanted = { start, size: data.length };
  if (!holds(flash, wanted)) return err({ kind: 'outside', wanted, memory: flash.range });
  return ok(rewrite(flash, wanted, (bytes, at) => bytes.set(data.subarray(at, at + bytes.length))));
}

export function isErased(flash: Flash, wanted: Range): boolean {
  const bytes = readFlash(flash, wanted);
  return bytes.ok && bytes.value.every((byte) => byte === ERASED);
}

export const flashSize = (flash: Flash): ByteCount => byteCount(flash.range.size);

const pageOf = (flash: Flash, page: number): Uint8Array => flash.pages[page] ?? ERASED_PAGE;

/** Calls `visit` with page number, first and last offset inside the page, and offset inside `wanted`. */
function eachPage(flash: Flash, wanted: Range, visit: (page: number, from: number, to: number, at: number) => void) {
  let at = 0;
  while (at < wanted.size) {
    const offset = wanted.start - flash.range.start + at;
    const from = offset % PAGE;
    const to = Math.min(PAGE, from + wanted.size - at);
    visit(Math.floor(offset / PAGE), from, to, at);
    at += to - from;
  }
}

function rewrite(flash: Flash, wanted: Range, change: (bytes: Uint8Array, at: number) => void): Flash {
  const pages = [...flash.pages];
  eachPage(flash, wanted, (page, from, to, at) => {
    const copy = pageOf(flash, page).slice();
    change(copy.subarray(from, to), at);
    pages[page] = copy;
  });
  return { range: flash.range, pages };
}
