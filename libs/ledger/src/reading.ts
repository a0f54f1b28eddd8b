import { fromUtf8 } from '@baylink/contracts';
import { emptyLedger, follow, type LedgerState } from './chain.js';
import { readEntry, type StoredEntry } from './entry.js';

/** Entries that follow each other, and what is wrong with the first one that does not. */
export interface Chain {
  readonly entries: readonly StoredEntry[];
  readonly state: LedgerState | undefined;
  readonly fault: string | undefined;
}

export function readChain(lines: readonly (string | undefined)[], firstLine: number): Chain {
  const entries: StoredEntry[] = [];
  let state: LedgerState | undefined;
  for (const [index, line] of lines.entries()) {
    const fail = (why: string): Chain => ({ entries, state, fault: `line ${index + firstLine} was changed: ${why}` });
    if (line === undefined) return fail('it is not UTF-8 text');
    const stored = readEntry(line);
    if (!stored.ok) return fail(stored.error);
    const next = follow(state ?? emptyLedger(stored.value.entry.ledger), stored.value);
    if (!next.ok) return fail(next.error);
    state = next.value;
    entries.push(stored.value);
  }
  return { entries, state, fault: undefined };
}

/** The rest is a whole next entry and one more byte: its line feed was overwritten, not cut. */
export function lastByteChanged(chain: Chain, rest: Uint8Array): boolean {
  const line = fromUtf8(rest.subarray(0, -1));
  const stored = line === undefined ? undefined : readEntry(line);
  return chain.state !== undefined && stored?.ok === true && follow(chain.state, stored.value).ok;
}
