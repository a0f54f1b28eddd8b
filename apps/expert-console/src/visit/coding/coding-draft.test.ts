import { expect, test } from 'vitest';
import { addWrite, changes, readAfter, removeWrite } from './coding-draft.js';

test('a value keeps its length and becomes another', () => {
  expect(readAfter('0A 94', '0a14')).toEqual({ ok: true, value: '0a94' });
  expect(readAfter('0A 14', '0a14').ok).toBe(false);
  const short = readAfter('0A', '0a14');
  expect(!short.ok && short.error).toContain('2 bytes');
  expect(readAfter('0A 1', '0a14').ok).toBe(false);
  expect(readAfter('', '0a14').ok).toBe(false);
});

test('a second write to the same identifier replaces the first', () => {
  const first = addWrite([], { did: 0x600, before: '00', after: '01' });
  const second = addWrite(first.ok ? first.value : [], { did: 0x600, before: '00', after: '02' });
  expect(second).toEqual({ ok: true, value: [{ did: 0x600, before: '00', after: '02' }] });
  expect(removeWrite(second.ok ? second.value : [], 0x600)).toEqual([]);
});

test('the sixty-fifth write is refused', () => {
  const full = Array.from({ length: 64 }, (_, did) => ({ did, before: '00', after: '01' }));
  expect(addWrite(full, { did: 0x600, before: '00', after: '01' }).ok).toBe(false);
  expect(addWrite(full, { did: 0x01, before: '00', after: '02' }).ok).toBe(true);
});

test('changes name the bits, highest first', () => {
  expect(changes('0a14c000', '0a94c001')).toEqual([
    { index: 0, before: '0A', after: '0A', bits: [] },
    { index: 1, before: '14', after: '94', bits: [7] },
    { index: 2, before: 'C0', after: 'C0', bits: [] },
    { index: 3, before: '00', after: '01', bits: [0] },
  ]);
});
