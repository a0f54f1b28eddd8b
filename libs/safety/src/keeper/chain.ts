import { concat, hex } from '@baylink/kernel';
import { sha256 } from '@noble/hashes/sha2.js';

const NOTHING = new Uint8Array();

/** The chain with one more message: two chains are equal when their messages are, one by one. */
export const chained = (before: Uint8Array, message: Uint8Array): Uint8Array => sha256(concat(before, message));

/** The chain of a download begins with its request. */
export const chainOf = (request: Uint8Array): Uint8Array => chained(NOTHING, request);

export const showChain = (chain: Uint8Array): string => hex(chain);
