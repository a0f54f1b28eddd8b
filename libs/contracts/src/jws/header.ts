import { err, ok, type Result } from '@baylink/kernel';
import { z } from 'zod';
import { fromBase64url } from '../bytes/base64url.js';
import { fromUtf8 } from '../bytes/utf8.js';
import { type Thumbprint, thumbprint } from '../identity/names.js';
import type { JwsType } from './types.table.js';

/** Header members that would let the sender choose the key or the rules (RFC 7515 4.1, RFC 7797). */
const REFUSED = ['jwk', 'jku', 'x5u', 'x5c', 'x5t', 'x5t#S256', 'crit', 'b64'];

const members = z.strictObject({ alg: z.string(), kid: thumbprint, typ: z.string() });

/** Gives the `kid` of a protected header that says exactly `alg: EdDSA`, the expected `typ`, and a thumbprint. */
export function readHeader(part: string, typ: JwsType): Result<Thumbprint, string> {
  const bytes = fromBase64url(part);
  const text = bytes && fromUtf8(bytes);
  const value = text === undefined ? undefined : parse(text);
  if (typeof value !== 'object' || value === null)
    return err(`the header of the ${typ} is not base64url of a JSON object`);
  const refused = REFUSED.find((name) => Object.hasOwn(value, name));
  if (refused !== undefined) return err(`the header of the ${typ} carries "${refused}", which is never accepted`);
  const header = members.safeParse(value);
  if (!header.success) return err(`the header of the ${typ} must hold alg, kid and typ and nothing else`);
  const { alg, kid, typ: given } = header.data;
  if (alg !== 'EdDSA') return err(`the ${typ} says algorithm "${alg}"; only EdDSA is accepted`);
  if (given !== typ) return err(`the document says type "${given}" where ${typ} is expected`);
  return ok(kid);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
