import { digestHex, type Sha256Hex } from '@baylink/contracts';
import { bytesOf, concat, fromHex } from '@baylink/kernel';

/** RFC 6962 2.1: leaves and inner nodes are hashed apart, so that one is never taken for the other. */
export const leafHash = (data: Uint8Array): Sha256Hex => digestHex(concat(bytesOf(0), data));
export const nodeHash = (left: Sha256Hex, right: Sha256Hex): Sha256Hex =>
  digestHex(concat(bytesOf(1), fromHex(left) ?? bytesOf(), fromHex(right) ?? bytesOf()));

/** Root of a tree over leaf hashes, in order; the empty tree has the hash of nothing (RFC 6962 2.1). */
export function merkleRoot(leaves: readonly Sha256Hex[]): Sha256Hex {
  const [only] = leaves;
  if (only === undefined) return digestHex(bytesOf());
  if (leaves.length === 1) return only;
  const split = splitOf(leaves.length);
  return nodeHash(merkleRoot(leaves.slice(0, split)), merkleRoot(leaves.slice(split)));
}

/**
 * A tree that grows by one leaf at a time: the roots of its perfect subtrees, the largest and oldest first. As many as
 * `size` has binary ones; nothing else is needed for the root.
 */
export type GrowingTree = readonly Sha256Hex[];

/** `size` leaves are in the tree before this one. */
export function grow(tree: GrowingTree, size: number, leaf: Sha256Hex): GrowingTree {
  const grown = [...tree];
  let root = leaf;
  for (let left = size; left % 2 === 1; left = (left - 1) / 2) root = nodeHash(grown.pop() ?? root, root);
  return [...grown, root];
}

/** The same as `merkleRoot` over all leaves that it has grown by. */
export const rootOf = (tree: GrowingTree): Sha256Hex =>
  tree.length === 0 ? merkleRoot([]) : tree.reduceRight((right, left) => nodeHash(left, right));

/** Largest power of two below `size`. */
export function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

/** Audit path of one leaf, from its sibling upwards (RFC 6962 2.1.1); `undefined` when there is no such leaf. */
export function inclusionProof(leaves: readonly Sha256Hex[], index: number): readonly Sha256Hex[] | undefined {
  if (!Number.isInteger(index) || index < 0 || index >= leaves.length) return undefined;
  if (leaves.length === 1) return [];
  const split = splitOf(leaves.length);
  const [near, far] = [leaves.slice(0, split), leaves.slice(split)];
  const [here, there, place] = index < split ? [near, far, index] : [far, near, index - split];
  const below = inclusionProof(here, place);
  return below && [...below, merkleRoot(there)];
}

/** Whether `leaf` is leaf `index` of the tree of `size` leaves with this root. */
export function verifyInclusion(
  leaf: Sha256Hex,
  index: number,
  size: number,
  proof: readonly Sha256Hex[],
  root: Sha256Hex,
): boolean {
  return rebuild(leaf, index, size, proof) === root;
}

function rebuild(leaf: Sha256Hex, index: number, size: number, proof: readonly Sha256Hex[]): Sha256Hex | undefined {
  if (index < 0 || index >= size) return undefined;
  if (size === 1) return proof.length === 0 ? leaf : undefined;
  const sibling = proof.at(-1);
  if (sibling === undefined) return undefined;
  const split = splitOf(size);
  const rest = proof.slice(0, -1);
  if (index < split) {
    const left = rebuild(leaf, index, split, rest);
    return left && nodeHash(left, sibling);
  }
  const right = rebuild(leaf, index - split, size - split, rest);
  return right && nodeHash(sibling, right);
}
