import { fromHex } from '@baylink/kernel';
import { pbkdf2 } from '@noble/hashes/pbkdf2.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8 } from '../bytes/utf8.js';
import type { Sha256Hex } from '../identity/names.js';
import { words } from './words.table.js';

/** 5 words of 8 bits. Stretching makes each guess at a second plan with the same phrase cost this much more. */
const WORDS = 5;
const ROUNDS = 10_000;

/**
 * The phrase of a plan, derived from its digest: both screens show it, both people compare it. Takes tens of
 * milliseconds, on purpose; keep the answer. A digest that is not 64 hex digits is a bug of the caller.
 */
export function planPhrase(digest: Sha256Hex): string {
  const bytes = fromHex(digest);
  if (bytes?.length !== 32) throw new Error(`not a SHA-256 digest: ${digest}`);
  const derived = pbkdf2(sha256, bytes, utf8('baylink plan phrase'), { c: ROUNDS, dkLen: WORDS });
  return Array.from(derived, (value) => words[value]).join(' ');
}
