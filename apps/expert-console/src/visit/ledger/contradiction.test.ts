import type { LedgerLine } from '@baylink/contracts';
import { expect, test } from 'vitest';
import { contradiction, remember } from './contradiction.js';

const line = (index: number, hash: string): LedgerLine => ({ index, hash, kind: 'k', at: '', text: '' });

test('two hashes for one entry are told, with both', () => {
  const seen = remember(new Map(), [line(0, 'aa'), line(1, 'bb')]);
  expect(contradiction(seen, [line(1, 'bb'), line(2, 'cc')])).toBeUndefined();
  const told = contradiction(seen, [line(1, 'b0')]);
  expect(told).toContain('bb');
  expect(told).toContain('b0');
});

test('the first hash stays, and memory is bounded', () => {
  const seen = remember(remember(new Map(), [line(7, 'aa')]), [line(7, 'bb')]);
  expect(seen.get(7)).toBe('aa');
  const many = remember(
    new Map(),
    Array.from({ length: 2500 }, (_, index) => line(index, 'x')),
  );
  expect(many.size).toBe(2000);
  expect(many.has(2499)).toBe(true);
});
