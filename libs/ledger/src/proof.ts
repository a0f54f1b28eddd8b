import { digestHex, keysOf, type PublicJwk } from '@baylink/contracts';
import { leafOf } from './chain.js';
import { type Checkpoint, verifyCheckpoint, verifyWitness, type Witness } from './checkpoint.js';
import type { EvidenceHeader } from './evidence.js';
import { merkleRoot } from './merkle.js';
import type { Chain } from './reading.js';

/** The newest checkpoint of the shop, and the broker's word that it saw it. */
export interface Proof {
  readonly checkpoint: Checkpoint | null;
  readonly witness: Witness | null;
}

/**
 * All signatures at hand, held against the entries: the header's and the checkpoint that the reader has `kept`. Gives a sentence
 * when one of them contradicts.
 */
export async function prove(
  header: EvidenceHeader | undefined,
  kept: string | undefined,
  shop: PublicJwk,
  chain: Chain,
): Promise<Proof | string> {
  let newest: Checkpoint | null = null;
  for (const jws of [header?.checkpoint, kept]) {
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
  const { ledger, size, head, root, closed } = checkpoint;
  if (ledger !== chain.state?.ledger) return `the checkpoint belongs to ledger ${ledger}, not ${chain.state?.ledger}`;
  const last = chain.entries[size - 1];
  if (last === undefined) return undefined;
  if (last.hash !== head) {
    return `split: the shop signed ${head} for entry ${size - 1}, and this file has ${last.hash}; keep both files as evidence`;
  }
  if (root !== merkleRoot(chain.entries.slice(0, size).map(({ line }) => leafOf(line))))
    return `the checkpoint's root is not that of the first ${size} entries`;
  return closed === (last.entry.kind === 'close')
    ? undefined
    : `the checkpoint and entry ${size - 1} disagree on whether it closes the ledger`;
}
