import type { LedgerLine } from '@baylink/contracts';

/** What this console remembers of the ledger: the hash of each entry that it has been shown. */
export type SeenHashes = ReadonlyMap<number, string>;

const KEPT = 2000;

export function remember(seen: SeenHashes, tail: readonly LedgerLine[]): SeenHashes {
  const grown = new Map(seen);
  for (const { index, hash } of tail) if (!grown.has(index)) grown.set(index, hash);
  for (const index of grown.keys()) {
    if (grown.size <= KEPT) break;
    grown.delete(index);
  }
  return grown;
}

/** An append-only record never shows two hashes for one entry. The sentence names both. */
export function contradiction(seen: SeenHashes, tail: readonly LedgerLine[]): string | undefined {
  for (const { index, hash } of tail) {
    const before = seen.get(index);
    if (before !== undefined && before !== hash)
      return `Entry ${index} was shown with hash ${before} and now has ${hash}. Stop working and ask the shop to export its ledger.`;
  }
  return undefined;
}
