import { err, ok, type Result } from '@baylink/kernel';
import { z } from 'zod';
import { fromBase64url } from '../bytes/base64url.js';
import { fromUtf8 } from '../bytes/utf8.js';
import { type Sha256Hex, sha256Hex, type Thumbprint } from '../identity/names.js';
import type { Signer } from '../identity/signer.js';
import { signJws } from '../jws/sign.js';
import { jwsTypes } from '../jws/types.table.js';
import { type JwsRefusal, type Keys, verifyJws } from '../jws/verify.js';

/** Characters; the plan that carries it has to stay a signed document itself. */
export const FILE_SIGNATURE_LIMIT = 1024;

/** What the publisher of a firmware file signs: the file byte for byte, whatever it is called. */
const fileSeal = z.strictObject({ v: z.literal(1), sha256: sha256Hex, size: z.int().positive() });

/** A file by what it holds. */
export interface FileBytes {
  readonly sha256: Sha256Hex;
  readonly size: number;
}

/** A signature to lie beside the file. */
export const signFile = (publisher: Signer, { sha256, size }: FileBytes): Promise<Result<string, string>> =>
  signJws(publisher, jwsTypes.file, { v: 1, sha256, size });

/** `untrusted`: made by a key that the caller does not know, so that nothing can be said of it. `wrong`: it is no signature of this file. */
export interface FileSignatureFault {
  readonly kind: 'untrusted' | 'wrong';
  /** A clause. */
  readonly why: string;
}

/** Which of `keys` signed this very file. */
export async function openFileSignature(
  jws: string,
  file: FileBytes,
  keys: Keys,
): Promise<Result<Thumbprint, FileSignatureFault>> {
  const claimed = claimOf(jws);
  const misfit = claimed === undefined ? undefined : misfitOf(claimed, file);
  if (misfit !== undefined) return err({ kind: 'wrong', why: misfit });
  const verified = await verifyJws(jws, jwsTypes.file, keys, fileSeal, FILE_SIGNATURE_LIMIT);
  return verified.ok ? ok(verified.value.kid) : err(faultOf(verified.error));
}

const faultOf = ({ fault, sentence }: JwsRefusal): FileSignatureFault => ({
  kind: fault === 'unknown-key' ? 'untrusted' : 'wrong',
  why: sentence,
});

const misfitOf = (claimed: FileBytes, { sha256, size }: FileBytes): string | undefined =>
  claimed.sha256 === sha256 && claimed.size === size
    ? undefined
    : `it was made for a file of ${claimed.size} bytes with the SHA-256 ${claimed.sha256.slice(0, 16)}…, and this one has ${size} bytes and ${sha256.slice(0, 16)}…`;

/** What it says that it was made for, before anybody has looked who made it: another file is wrong under any key. */
function claimOf(jws: string): FileBytes | undefined {
  const bytes = fromBase64url(jws.slice(0, FILE_SIGNATURE_LIMIT).split('.')[1] ?? '');
  const text = bytes && fromUtf8(bytes);
  if (text === undefined) return undefined;
  try {
    const claimed = fileSeal.safeParse(JSON.parse(text));
    return claimed.success ? claimed.data : undefined;
  } catch {
    return undefined;
  }
}
