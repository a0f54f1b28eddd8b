import { bytesOf } from '@baylink/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blankFlash, dumpFlash, ERASED, eraseFlash, imprintFlash, programFlash, readFlash } from './flash.js';

const range = { start: 0x8000, size: 0x5000 };
const blank = blankFlash(range);
const filled = () => {
  const made = imprintFlash(blank, range.start, new Uint8Array(range.size).fill(0x5a));
  if (!made.ok) throw new Error('the whole range fits');
  return made.value;
};
const inside = fc
  .tuple(fc.nat(range.size - 1), fc.integer({ min: 1, max: range.size }))
  .map(([offset, size]) => ({ start: range.start + offset, size: Math.min(size, range.size - offset) }));

describe('flash', () => {
  test('[TWN-R1] an erase touches its own bytes only', () => {
    fc.assert(
      fc.property(inside, (wanted) => {
        const erased = eraseFlash(filled(), wanted);
        const bytes = erased.ok ? dumpFlash(erased.value) : new Uint8Array();
        const first = wanted.start - range.start;
        bytes.forEach((byte, i) => {
          if (byte !== (i >= first && i < first + wanted.size ? ERASED : 0x5a)) throw new Error(`byte ${i}`);
        });
        return bytes.length === range.size;
      }),
      { numRuns: 50 },
    );
  });

  test('[TWN-R2] a cell that holds something is not programmed, nor are its neighbours', () => {
    const once = programFlash(blank, 0x9000, bytesOf(1, 2, 3));
    expect(once.ok).toBe(true);
    if (!once.ok) return;
    expect(programFlash(once.value, 0x8fff, bytesOf(9, 9))).toEqual({
      ok: false,
      error: { kind: 'not-erased', address: 0x9000 },
    });
    expect(readFlash(once.value, { start: 0x8fff, size: 5 })).toEqual({
      ok: true,
      value: bytesOf(0xff, 1, 2, 3, 0xff),
    });
  });

  test('[TWN-R2] what is programmed after an erase is read back', () => {
    fc.assert(
      fc.property(inside, fc.uint8Array({ minLength: 1, maxLength: 9000 }), (wanted, bytes) => {
        const data = bytes.subarray(0, wanted.size);
        const erased = eraseFlash(filled(), wanted);
        const written = erased.ok ? programFlash(erased.value, wanted.start, data) : erased;
        const back = written.ok ? readFlash(written.value, { start: wanted.start, size: data.length }) : written;
        expect(back).toEqual({ ok: true, value: data });
      }),
      { numRuns: 50 },
    );
  });

  test.each([
    ['one byte before the first', 0x7fff, 1],
    ['one byte past the last', 0xcfff, 2],
    ['nothing at all', 0x8000, 0],
    ['everything and one more', 0x8000, 0x5001],
  ])('[TWN-R3] %s is outside', (_, start, size) => {
    const outside = { ok: false, error: { kind: 'outside', wanted: { start, size }, memory: range } };
    expect(readFlash(blank, { start, size })).toEqual(outside);
    expect(eraseFlash(blank, { start, size })).toEqual(outside);
    expect(programFlash(blank, start, new Uint8Array(size))).toEqual(outside);
  });

  test('[TWN-R4] a dump begins with the first address and has every byte', () => {
    const written = programFlash(blank, 0x8000, bytesOf(0x11));
    const dump = written.ok ? dumpFlash(written.value) : new Uint8Array();
    expect([dump.length, dump[0], dump[1]]).toEqual([range.size, 0x11, 0xff]);
  });
});
