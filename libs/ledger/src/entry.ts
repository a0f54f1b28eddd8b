import { canonical, digestHex, parseCanonical, randomId, type Sha256Hex, sha256Hex } from '@baylink/contracts';
import { err, ok, type Result } from '@baylink/kernel';
import { z } from 'zod';
import { type LedgerRecord, record } from './record.js';

const head = {
  v: z.literal(1),
  /** The visit that this ledger belongs to. */
  ledger: randomId,
  index: z.int().nonnegative(),
  /** Hash of the entry before; null in the first. */
  prev: sha256Hex.nullable(),
  /** Wall clock of the shop in milliseconds since the epoch; for people. */
  at: z.int().nonnegative(),
  /** Monotonic clock of the shop in whole milliseconds; for order and intervals. Starts anew with the machine. */
  mono: z.int().nonnegative(),
};

const envelope = z.looseObject(head);
const rest = z.looseObject({ kind: z.string(), data: z.unknown() });

export type EntryHead = z.infer<z.ZodObject<typeof head>>;
export type LedgerEntry = EntryHead & LedgerRecord;

/** An entry as it is stored: `line` is its canonical JSON, `hash` SHA-256 of it. */
export interface StoredEntry {
  readonly entry: LedgerEntry;
  readonly line: string;
  readonly hash: Sha256Hex;
}

/** Reads one line. Canonical JSON of a known kind with exactly the members of that kind, or a sentence why not. */
export function readEntry(line: string): Result<StoredEntry, string> {
  const value = parseCanonical(line);
  return value.ok ? checked(value.value, line) : value;
}

/** Gives an entry its line and hash; refused when a reader would not take that line. */
export function storeEntry(entry: LedgerEntry): Result<StoredEntry, string> {
  const line = canonical(entry);
  return line.ok ? checked(entry, line.value) : line;
}

/** `value` is what `line` says, and `line` is canonical. */
function checked(value: unknown, line: string): Result<StoredEntry, string> {
  const outer = envelope.safeParse(value);
  if (!outer.success) return err(`the entry is malformed: ${firstIssue(outer.error)}`);
  const { v, ledger, index, prev, at, mono, ...body } = outer.data;
  const inner = record.safeParse(body);
  if (inner.success)
    return ok({ entry: { v, ledger, index, prev, at, mono, ...inner.data }, line, hash: digestHex(line) });
  const named = rest.safeParse(body);
  return err(
    named.success
      ? `entry ${index} of kind "${named.data.kind}" is malformed: ${firstIssue(inner.error)}`
      : `the entry is malformed: ${firstIssue(named.error)}`,
  );
}

function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue === undefined ? 'unknown reason' : `"${issue.path.join('.')}" ${issue.message}`;
}
