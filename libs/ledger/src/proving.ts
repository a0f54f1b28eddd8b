import { err, ok, type Result } from '@baylink/kernel';
import { leafOf } from './chain.js';
import { type Checkpoint, verifyCheckpoint } from './checkpoint.js';
import { consistencyProof } from './consistency.js';
import { readHeader, splitLines } from './evidence.js';
import { inclusionProof } from './merkle.js';
import type { ProofDocument } from './proof-document.js';
import { type Chain, readChain } from './reading.js';
import { type VerifyOptions, verifyLedger } from './verify.js';

/** A ledger that holds, with the newest checkpoint of it. */
interface Proved {
  readonly shop: ProofDocument['shop'];
  readonly chain: Chain;
  readonly checkpoint: { readonly jws: string; readonly content: Checkpoint };
}

/** That entry `index` is in the ledger as its shop signed it. */
export async function proveEntry(
  file: Uint8Array,
  index: number,
  options: VerifyOptions = {},
): Promise<Result<ProofDocument, string>> {
  const proved = await open(file, options);
  if (!proved.ok) return proved;
  const { shop, chain, checkpoint } = proved.value;
  const { size } = checkpoint.content;
  const line = chain.entries[index]?.line;
  const path = inclusionProof(leavesOf(chain, size), index);
  if (line === undefined || path === undefined)
    return err(`there is no entry ${index}: the newest checkpoint holds entries 0 to ${size - 1}`);
  return ok({ ...HEAD, proves: 'entry', shop, checkpoint: checkpoint.jws, index, line, path: [...path] });
}

/** That the ledger still holds everything that its shop signed in an `older` checkpoint (JWS). */
export async function proveGrowth(
  file: Uint8Array,
  older: string,
  options: VerifyOptions = {},
): Promise<Result<ProofDocument, string>> {
  const proved = await open(file, options);
  if (!proved.ok) return proved;
  const { shop, chain, checkpoint } = proved.value;
  const before = await verifyCheckpoint(older, shop);
  if (!before.ok) return err(`the older checkpoint is not the shop's: ${before.error.sentence}`);
  const { ledger, size } = before.value.payload;
  const { content: newer, jws } = checkpoint;
  if (ledger !== newer.ledger) return err(`the older checkpoint belongs to ledger ${ledger}, not ${newer.ledger}`);
  const path = consistencyProof(leavesOf(chain, newer.size), size);
  if (path === undefined)
    return err(`the older checkpoint has ${size} entries, and the newest here ${newer.size}: get the newer file`);
  return ok({ ...HEAD, proves: 'growth', shop, older, newer: jws, path: [...path] });
}

const HEAD = { format: 'baylink-proof', v: 1 } as const;

const leavesOf = ({ entries }: Chain, size: number) => entries.slice(0, size).map(({ line }) => leafOf(line));

/** Nothing is proved from a file that does not hold itself. */
async function open(file: Uint8Array, options: VerifyOptions): Promise<Result<Proved, string>> {
  const { outcome, sentence } = await verifyLedger(file, options);
  if (outcome !== 'OK' && outcome !== 'UNCLOSED') return err(`${outcome}: ${sentence}`);
  const { whole } = splitLines(file);
  const header = readHeader(whole[0] ?? '');
  const chain = readChain(header === undefined ? whole : whole.slice(1), 1);
  const opened = chain.entries[0]?.entry;
  if (opened?.kind !== 'open') return err('the file has no first entry');
  const { shop } = opened.data;
  const checkpoint = await newest([header?.checkpoint, options.checkpoint], shop);
  return checkpoint === undefined ? err('nothing here is signed') : ok({ shop, chain, checkpoint });
}

async function newest(
  signed: readonly (string | undefined)[],
  shop: ProofDocument['shop'],
): Promise<Proved['checkpoint'] | undefined> {
  let found: Proved['checkpoint'] | undefined;
  for (const jws of signed) {
    const verified = jws === undefined ? undefined : await verifyCheckpoint(jws, shop);
    if (jws === undefined || !verified?.ok) continue;
    const content = verified.value.payload;
    if (found === undefined || content.size > found.content.size) found = { jws, content };
  }
  return found;
}
