import type { Sha256Hex } from '@baylink/contracts';
import { merkleRoot, nodeHash, splitOf } from './merkle.js';

/** That the tree of the first `older` leaves has only grown into this one (RFC 6962 2.1.2); `undefined` when it is not that much smaller, or the same. */
export function consistencyProof(leaves: readonly Sha256Hex[], older: number): readonly Sha256Hex[] | undefined {
  return Number.isInteger(older) && older >= 1 && older <= leaves.length ? subproof(leaves, older, 'root') : undefined;
}

/** `root`: the whole of these leaves has the root that the reader has already. */
function subproof(leaves: readonly Sha256Hex[], older: number, known: 'root' | 'nothing'): readonly Sha256Hex[] {
  if (older === leaves.length) return known === 'root' ? [] : [merkleRoot(leaves)];
  const split = splitOf(leaves.length);
  const [near, far] = [leaves.slice(0, split), leaves.slice(split)];
  return older <= split
    ? [...subproof(near, older, known), merkleRoot(far)]
    : [...subproof(far, older - split, 'nothing'), merkleRoot(near)];
}

/** A tree by how many leaves it has and its root, as a checkpoint names it. */
export interface Tree {
  readonly size: number;
  readonly root: Sha256Hex;
}

/** Whether `newer` has every leaf of `older`, in its place, and only more behind them. */
export function verifyConsistency(older: Tree, newer: Tree, proof: readonly Sha256Hex[]): boolean {
  if (older.size < 1 || older.size > newer.size) return false;
  const roots = rebuild(older.size, newer.size, proof, older.root);
  return roots !== undefined && roots.older === older.root && roots.newer === newer.root;
}

interface Roots {
  readonly older: Sha256Hex;
  readonly newer: Sha256Hex;
}

/** The roots of both trees from the proof, read from its end. `known`: the older root, as long as this is the whole older tree. */
function rebuild(
  older: number,
  newer: number,
  proof: readonly Sha256Hex[],
  known: Sha256Hex | undefined,
): Roots | undefined {
  const last = proof.at(-1);
  if (older === newer) {
    const root = known ?? last;
    return root !== undefined && proof.length === (known === undefined ? 1 : 0)
      ? { older: root, newer: root }
      : undefined;
  }
  if (last === undefined) return undefined;
  const split = splitOf(newer);
  const rest = proof.slice(0, -1);
  if (older <= split) {
    const near = rebuild(older, split, rest, known);
    return near && { older: near.older, newer: nodeHash(near.newer, last) };
  }
  const far = rebuild(older - split, newer - split, rest, undefined);
  return far && { older: nodeHash(last, far.older), newer: nodeHash(last, far.newer) };
}
