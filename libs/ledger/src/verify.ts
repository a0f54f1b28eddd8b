import { fromUtf8, showNumericDate, type Thumbprint, thumbprintOf } from '@baylink/contracts';
import type { Checkpoint } from './checkpoint.js';
import { readEntry } from './entry.js';
import { readHeader, splitLines } from './evidence.js';
import { type Outcome, outcomes, type Verification } from './outcome.js';
import { type Proof, prove } from './proof.js';
import { type Chain, lastByteChanged, readChain } from './reading.js';
import { summarise } from './summary.js';

export interface VerifyOptions {
  /** The shop's key as the reader knows it; without it the key named in the first entry is believed. */
  readonly shopThumbprint?: Thumbprint;
  /** A checkpoint from elsewhere: the sidecar of a live ledger, or one that a counterparty has kept. JWS. */
  readonly checkpoint?: string;
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
  const proof = await prove(header, options.checkpoint, shop, chain);
  if (typeof proof === 'string') return say('TAMPERED', proof);
  if (proof.checkpoint === null) {
    return say(
      'UNREADABLE',
      'the entries follow each other, but nothing here is signed; give the .checkpoint file that lies beside the ledger',
    );
  }
  const { outcome, sentence } = compare(proof.checkpoint, chain, lines.rest);
  return say(outcome, sentence, proof);
}

/** The entries held against what the shop last signed. */
function compare(
  checkpoint: Checkpoint,
  chain: Chain,
  rest: Uint8Array,
): { readonly outcome: Outcome; readonly sentence: string } {
  const size = chain.entries.length;
  if (size < checkpoint.size) {
    if (lastByteChanged(chain, rest))
      return { outcome: 'TAMPERED', sentence: 'the last line does not end in a line feed' };
    const sentence = `${checkpoint.size - size} of ${checkpoint.size} entries that the shop signed are missing at the end; ask the shop or the broker for the whole file`;
    return { outcome: 'TRUNCATED', sentence };
  }
  if (checkpoint.closed) {
    return size === checkpoint.size && rest.length === 0
      ? { outcome: 'OK', sentence: `${size} entries, unchanged, closed on ${showNumericDate(checkpoint.at)}` }
      : { outcome: 'TAMPERED', sentence: 'something was added after the ledger was closed' };
  }
  const unsigned = size - checkpoint.size;
  const tail = unsigned === 0 ? '' : `; the last ${unsigned} are not signed yet`;
  return {
    outcome: 'UNCLOSED',
    sentence: `${size} entries, unchanged, but the ledger was never closed by the shop${tail}`,
  };
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
