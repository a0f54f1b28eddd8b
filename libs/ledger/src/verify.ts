import {
  digestHex,
  fromUtf8,
  keysOf,
  type PublicJwk,
  showNumericDate,
  type Thumbprint,
  thumbprintOf,
} from '@baylink/contracts';
import { emptyLedger, follow, type LedgerState } from './chain.js';
import { type Checkpoint, verifyCheckpoint, verifyWitness, type Witness } from './checkpoint.js';
import { readEntry, type StoredEntry } from './entry.js';
import { type EvidenceHeader, readHeader, splitLines } from './evidence.js';
import { type Outcome, outcomes, type Verification } from './outcome.js';
import { summarise } from './summary.js';

export interface VerifyOptions {
  /** The shop's key as the reader knows it; without it the key named in the first entry is believed. */
  readonly shopThumbprint?: Thumbprint;
  /** A checkpoint from elsewhere: the sidecar of a live ledger, or one that a counterparty has kept. JWS. */
  readonly checkpoint?: string;
}

/** Entries that follow each other, and what is wrong with the first one that does not. */
interface Chain {
  readonly entries: readonly StoredEntry[];
  readonly state: LedgerState | undefined;
  readonly fault: string | undefined;
}

/** Checks an evidence file or a live ledger, offline and without trusting anybody but the shop's key. */
export async function verifyLedger(file: Uint8Array | string, options: VerifyOptions = {}): Promise<Verification> {
  const lines = splitLines(file);
  const first = lines.whole[0];
  if (first === undefined && lines.whole.length === 0) return begunOnly(lines.rest);
  const header = first === undefined ? undefined : readHeader(first);
  const chain = readChain(lines.whole.slice(header === undefined ? 0 : 1), header === undefined ? 1 : 2);
  const say = (outcome: Outcome, sentence: string, proof: Partial<Proof> = {}): Verification =>
    verification(outcome, sentence, chain, proof);

  if (header === undefined && chain.entries.length === 0) {
    const damaged =
      options.checkpoint !== undefined || lines.whole.some((line) => line !== undefined && readEntry(line).ok);
    return damaged
      ? say('TAMPERED', `line 1 was changed: ${chain.fault ?? 'it is not the header of an evidence file'}`)
      : say(
          'UNREADABLE',
          'the file is neither an evidence file nor a ledger of Baylink; give the file that the broker served',
        );
  }
  if (chain.fault !== undefined) return say('TAMPERED', chain.fault);
  const opened = chain.entries[0]?.entry;
  if (opened?.kind !== 'open') return say('TRUNCATED', 'the file ends before its first entry');
  const shop = opened.data.shop;
  if (options.shopThumbprint !== undefined && options.shopThumbprint !== thumbprintOf(shop)) {
    return say('TAMPERED', `the ledger is of shop ${thumbprintOf(shop)}, not of ${options.shopThumbprint}`);
  }
  const proof = await prove(header, options, shop, chain);
  if (typeof proof === 'string') return say('TAMPERED', proof);
  if (proof.checkpoint === null) {
    return say(
      'UNREADABLE',
      'the entries follow each other, but nothing here is signed; give the .checkpoint file that lies beside the ledger',
    );
  }
  const { checkpoint } = proof;
  const missing = checkpoint.size - chain.entries.length;
  if (missing > 0) {
    return lastByteChanged(chain, lines.rest)
      ? say('TAMPERED', 'the last line does not end in a line feed', proof)
      : say(
          'TRUNCATED',
          `${missing} of ${checkpoint.size} entries that the shop signed are missing at the end; ask the shop or the broker for the whole file`,
          proof,
        );
  }
  if (checkpoint.closed || chain.state?.phase === 'closed') {
    if (checkpoint.closed && checkpoint.size === chain.entries.length && lines.rest.length === 0) {
      return say('OK', `${checkpoint.size} entries, unchanged, closed on ${showNumericDate(checkpoint.at)}`, proof);
    }
    if (checkpoint.closed) return say('TAMPERED', 'something was added after the ledger was closed', proof);
  }
  const unsigned = chain.entries.length - checkpoint.size;
  const tail = unsigned === 0 ? '' : `; the last ${unsigned} are not signed yet`;
  return say(
    'UNCLOSED',
    `${chain.entries.length} entries, unchanged, but the ledger was never closed by the shop${tail}`,
    proof,
  );
}

interface Proof {
  readonly checkpoint: Checkpoint | null;
  readonly witness: Witness | null;
}

/** All signatures at hand, held against the entries; a sentence when one of them contradicts. */
async function prove(
  header: EvidenceHeader | undefined,
  options: VerifyOptions,
  shop: PublicJwk,
  chain: Chain,
): Promise<Proof | string> {
  let newest: Checkpoint | null = null;
  for (const jws of [header?.checkpoint, options.checkpoint]) {
    if (jws === undefined) continue;
    const verified = await verifyCheckpoint(jws, shop);
    if (!verified.ok) return `the checkpoint is not the shop's: ${verified.error.sentence}`;
    const { payload } = verified.value;
    const contradiction = contradicts(payload, chain);
    if (contradiction !== undefined) return contradiction;
    if (newest === null || payload.size > newest.size) newest = payload;
  }
  if (header === undefined || header.witness === null) return { checkpoint: newest, witness: null };
  const seen = await verifyWitness(header.witness.jws, keysOf(header.witness.jwk));
  if (!seen.ok) return `the witness of the broker was changed: ${seen.error.sentence}`;
  const { payload: witness, kid } = seen.value;
  const fits =
    witness.by === kid && witness.checkpoint === digestHex(header.checkpoint) && witness.ledger === newest?.ledger;
  return fits ? { checkpoint: newest, witness } : 'the witness of the broker belongs to another checkpoint';
}

function contradicts(checkpoint: Checkpoint, chain: Chain): string | undefined {
  const { ledger, size, head, closed } = checkpoint;
  if (ledger !== chain.state?.ledger) return `the checkpoint belongs to ledger ${ledger}, not ${chain.state?.ledger}`;
  const last = chain.entries[size - 1];
  if (last === undefined) return undefined;
  if (last.hash !== head) {
    return `split: the shop signed ${head} for entry ${size - 1}, and this file has ${last.hash}; keep both files as evidence`;
  }
  return closed === (last.entry.kind === 'close')
    ? undefined
    : `the checkpoint and entry ${size - 1} disagree on whether it closes the ledger`;
}

function readChain(lines: readonly (string | undefined)[], firstLine: number): Chain {
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

/** Not one whole line: an honest file that was cut in its first line begins like this. */
function begunOnly(rest: Uint8Array): Verification {
  const nothing: Chain = { entries: [], state: undefined, fault: undefined };
  const text = fromUtf8(rest)?.slice(0, HEADER_START.length);
  return text !== undefined && HEADER_START.startsWith(text)
    ? verification('TRUNCATED', 'the file ends in its first line', nothing, {})
    : verification('UNREADABLE', 'the file is not an evidence file of Baylink', nothing, {});
}

const HEADER_START = '{"checkpoint":"';

/** The rest is a whole next entry and one more byte: its line feed was overwritten, not cut. */
function lastByteChanged(chain: Chain, rest: Uint8Array): boolean {
  const line = fromUtf8(rest.subarray(0, -1));
  const stored = line === undefined ? undefined : readEntry(line);
  return chain.state !== undefined && stored?.ok === true && follow(chain.state, stored.value).ok;
}

function verification(outcome: Outcome, sentence: string, chain: Chain, proof: Partial<Proof>): Verification {
  return {
    outcome,
    exitCode: outcomes[outcome],
    sentence,
    entries: chain.entries.length,
    signed: Math.min(proof.checkpoint?.size ?? 0, chain.entries.length),
    checkpoint: proof.checkpoint ?? null,
    witness: proof.witness ?? null,
    summary: summarise(chain.entries.map((stored) => stored.entry)) ?? null,
  };
}
