import { concat, fromHex, hex, uintBytes } from '@baylink/kernel';
import { sha256 } from '@noble/hashes/sha2.js';
import type { BackupGrade } from '../facts/facts.js';

/** Everything that was read from a unit before it is changed. The owner stores it on two media and reads it back. */
export interface Backup {
  readonly unit: number;
  readonly serial: string;
  readonly grade: BackupGrade;
  /** Values of DIDs, hex. */
  readonly snapshot: readonly { readonly did: number; readonly value: string }[];
  /** Memory, exactly the ranges that will be erased. */
  readonly segments: readonly { readonly address: number; readonly bytes: Uint8Array }[];
  /** SHA-256 of the maker's original file that belongs to it; null unless the grade is B. */
  readonly original: string | null;
}

/** SHA-256 over every field with its length in front: two backups with one digest are the same backup. */
export function digestBackup(backup: Backup): string {
  const hash = sha256.create();
  const put = (bytes: Uint8Array) => hash.update(concat(uintBytes(bytes.length, 4), bytes));
  put(uintBytes(backup.unit, 2));
  put(textBytes(backup.serial));
  put(textBytes(backup.grade));
  put(uintBytes(backup.snapshot.length, 4));
  for (const { did, value } of backup.snapshot) put(concat(uintBytes(did, 2), fromHex(value) ?? new Uint8Array()));
  put(uintBytes(backup.segments.length, 4));
  for (const { address, bytes } of backup.segments) {
    put(uintBytes(address, 4));
    put(bytes);
  }
  if (backup.original !== null) put(textBytes(backup.original));
  return hex(hash.digest());
}

/** UTF-16 code units, big-endian: pure code has no encoder, and a digest only needs one spelling. */
const textBytes = (text: string): Uint8Array =>
  concat(...Array.from({ length: text.length }, (_, i) => uintBytes(text.charCodeAt(i), 2)));
