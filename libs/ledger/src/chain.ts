import { type RandomId, type Sha256Hex, utf8 } from '@baylink/contracts';
import { err, type Millis, ok, type Result, type WallMillis } from '@baylink/kernel';
import { type LedgerEntry, type StoredEntry, storeEntry } from './entry.js';
import { type GrowingTree, grow, leafHash } from './merkle.js';
import type { LedgerRecord } from './record.js';

/** Where a ledger stands. A closed one takes nothing more. */
export interface LedgerState {
  readonly ledger: RandomId;
  readonly size: number;
  /** Hash of the newest entry; null while empty. */
  readonly head: Sha256Hex | null;
  /** Over the lines so far, without their line feeds. */
  readonly tree: GrowingTree;
  readonly phase: 'empty' | 'open' | 'closed';
}

export const emptyLedger = (ledger: RandomId): LedgerState => ({
  ledger,
  size: 0,
  head: null,
  tree: [],
  phase: 'empty',
});

export interface Appended {
  readonly state: LedgerState;
  readonly stored: StoredEntry;
}

/** The next entry. The caller makes `stored.line` durable before it acts on it and before it uses `state`. */
export function append(
  state: LedgerState,
  content: LedgerRecord,
  at: WallMillis,
  mono: Millis,
): Result<Appended, string> {
  const misplaced = place(state, content.kind);
  if (misplaced !== undefined) return err(misplaced);
  const entry: LedgerEntry = {
    v: 1,
    ledger: state.ledger,
    index: state.size,
    prev: state.head,
    at: Math.floor(at),
    mono: Math.floor(mono),
    ...content,
  };
  const stored = storeEntry(entry);
  return stored.ok ? ok({ state: advance(state, stored.value), stored: stored.value }) : stored;
}

/** Checks that an entry read from a file is the next one. Used to reopen, to store and to verify a ledger. */
export function follow(state: LedgerState, next: StoredEntry): Result<LedgerState, string> {
  const { entry } = next;
  if (entry.ledger !== state.ledger)
    return err(`entry ${entry.index} belongs to ledger ${entry.ledger}, not ${state.ledger}`);
  if (entry.index !== state.size) return err(`entry ${state.size} is missing: the line holds entry ${entry.index}`);
  if (entry.prev !== state.head)
    return err(`entry ${entry.index} does not follow the one before it: its link does not match`);
  const misplaced = place(state, entry.kind);
  return misplaced === undefined ? ok(advance(state, next)) : err(misplaced);
}

function place(state: LedgerState, kind: LedgerRecord['kind']): string | undefined {
  if (state.phase === 'closed') return `the ledger was closed with ${state.size} entries; nothing may follow`;
  if ((state.phase === 'empty') !== (kind === 'open')) {
    return state.phase === 'empty' ? `a ledger begins with open, not ${kind}` : 'a ledger is opened once';
  }
  return undefined;
}

/** The leaf of an entry. (RFC 6962 2.1) */
export const leafOf = (line: string): Sha256Hex => leafHash(utf8(line));

const advance = (state: LedgerState, { entry, hash, line }: StoredEntry): LedgerState => ({
  ledger: state.ledger,
  size: entry.index + 1,
  head: hash,
  tree: grow(state.tree, state.size, leafOf(line)),
  phase: entry.kind === 'close' ? 'closed' : 'open',
});
