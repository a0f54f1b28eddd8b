import { type PublicJwk, showNumericDate, thumbprintOf } from '@baylink/contracts';
import { err, ok, type Result } from '@baylink/kernel';
import { leafOf } from './chain.js';
import { type Checkpoint, verifyCheckpoint } from './checkpoint.js';
import { verifyConsistency } from './consistency.js';
import { readEntry } from './entry.js';
import { verifyInclusion } from './merkle.js';
import type { ProofDocument } from './proof-document.js';
import type { VerifyOptions } from './verify.js';

/** Holds a proof against the checkpoints in it, offline. The sentence says what is proved, or what contradicts it. */
export async function verifyProof(
  document: ProofDocument,
  { shopThumbprint, checkpoint: kept }: VerifyOptions = {},
): Promise<Result<{ readonly sentence: string; readonly checkpoint: Checkpoint }, string>> {
  const shop = thumbprintOf(document.shop);
  if (shopThumbprint !== undefined && shop !== shopThumbprint)
    return err(`the proof is of shop ${shop}, not of ${shopThumbprint}`);
  if (kept !== undefined && !checkpointsOf(document).includes(kept))
    return err('the proof is about another checkpoint than the one that was kept; ask for the growth since that one');
  return document.proves === 'entry' ? entryProof(document) : growthProof(document);
}

const checkpointsOf = (document: ProofDocument): readonly string[] =>
  document.proves === 'entry' ? [document.checkpoint] : [document.older, document.newer];

type Proof<P extends ProofDocument['proves']> = Extract<ProofDocument, { proves: P }>;

async function entryProof({ shop, checkpoint: jws, index, line, path }: Proof<'entry'>) {
  const checkpoint = await signed(jws, shop);
  if (!checkpoint.ok) return checkpoint;
  const { ledger, size, root, at } = checkpoint.value;
  const read = readEntry(line);
  if (!read.ok) return err(`its entry cannot be read: ${read.error}`);
  const { entry } = read.value;
  if (entry.ledger !== ledger || entry.index !== index)
    return err(`its entry is number ${entry.index} of ledger ${entry.ledger}, not ${index} of ${ledger}`);
  if (!verifyInclusion(leafOf(line), index, size, path, root))
    return err(`entry ${index} is not among the ${size} that the shop signed`);
  const sentence = `entry ${index} (${entry.kind}) is one of the ${size} that the shop had signed on ${showNumericDate(at)}`;
  return ok({ sentence, checkpoint: checkpoint.value });
}

async function growthProof({ shop, older: before, newer: after, path }: Proof<'growth'>) {
  const [older, newer] = [await signed(before, shop), await signed(after, shop)];
  if (!older.ok) return older;
  if (!newer.ok) return newer;
  const [from, to] = [older.value, newer.value];
  if (from.ledger !== to.ledger) return err(`its checkpoints belong to two ledgers, ${from.ledger} and ${to.ledger}`);
  if (from.closed && to.size > from.size)
    return err(`the shop had closed the ledger with ${from.size} entries, and signed ${to.size} of it`);
  if (!verifyConsistency(from, to, path))
    return err(
      `split: the ${to.size} entries of the newer checkpoint do not begin with the ${from.size} of the older; keep both as evidence`,
    );
  const sentence = `the ${to.size} entries that the shop had signed on ${showNumericDate(to.at)} begin with the ${from.size} of ${showNumericDate(from.at)}, unchanged`;
  return ok({ sentence, checkpoint: to });
}

async function signed(jws: string, shop: PublicJwk): Promise<Result<Checkpoint, string>> {
  const verified = await verifyCheckpoint(jws, shop);
  return verified.ok ? ok(verified.value.payload) : err(`a checkpoint is not the shop's: ${verified.error.sentence}`);
}
