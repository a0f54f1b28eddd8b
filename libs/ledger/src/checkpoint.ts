import {
  digestHex,
  type JwsRefusal,
  jwsTypes,
  type Keys,
  keysOf,
  numericDate,
  type PublicJwk,
  randomId,
  type Signer,
  sha256Hex,
  signJws,
  thumbprint,
  type Verified,
  verifyJws,
} from '@baylink/contracts';
import { err, type Result } from '@baylink/kernel';
import { z } from 'zod';
import type { LedgerState } from './chain.js';
import { rootOf } from './merkle.js';

/** What a shop signs about its ledger: JWS, typ `baylink-checkpoint+jwt`. A later one never has a smaller size. */
export const checkpoint = z.strictObject({
  v: z.literal(1),
  ledger: randomId,
  size: z.int().positive(),
  head: sha256Hex,
  /** Merkle root over the lines of these entries (RFC 6962 2.1): one of them, or an older checkpoint, is proved without the others. */
  root: sha256Hex,
  closed: z.boolean(),
  at: numericDate,
});
export type Checkpoint = z.infer<typeof checkpoint>;

/** What a broker signs about a checkpoint that it was shown: JWS, typ `baylink-witness+jwt`. */
export const witness = z.strictObject({
  v: z.literal(1),
  ledger: randomId,
  /** SHA-256 of the checkpoint's JWS text. */
  checkpoint: sha256Hex,
  by: thumbprint,
  at: numericDate,
});
export type Witness = z.infer<typeof witness>;

/** Signs where the ledger stands; an empty ledger has nothing to sign. `at` in seconds of the shop's wall clock. */
export async function signCheckpoint(shop: Signer, state: LedgerState, at: number): Promise<Result<string, string>> {
  if (state.head === null) return err('an empty ledger has no checkpoint');
  const { ledger, size, head, phase } = state;
  const content: Checkpoint = { v: 1, ledger, size, head, root: rootOf(state.tree), closed: phase === 'closed', at };
  return signJws(shop, jwsTypes.checkpoint, content);
}

export const verifyCheckpoint = (jws: string, shop: PublicJwk): Promise<Result<Verified<Checkpoint>, JwsRefusal>> =>
  verifyJws(jws, jwsTypes.checkpoint, keysOf(shop), checkpoint);

export function signWitness(broker: Signer, ledger: string, jws: string, at: number): Promise<Result<string, string>> {
  const content: Witness = { v: 1, ledger, checkpoint: digestHex(jws), by: broker.thumbprint, at };
  return signJws(broker, jwsTypes.witness, content);
}

export const verifyWitness = (jws: string, brokers: Keys): Promise<Result<Verified<Witness>, JwsRefusal>> =>
  verifyJws(jws, jwsTypes.witness, brokers, witness);
