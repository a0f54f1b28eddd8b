import { type ExpertCertificate, expertCertificate } from '@baylink/contracts';
import { err, ok, type Result } from '@baylink/kernel';
import { decodeJwt } from 'jose';

/**
 * What a certificate says, for display. Nothing here is trusted by it: the broker verifies it at sign-in and the shop
 * against the root that it pinned.
 */
export function readCertificate(jws: string, holder: string): Result<ExpertCertificate, string> {
  const parsed = expertCertificate.safeParse(payload(jws));
  if (!parsed.success)
    return err('The stored certificate cannot be read. Enrol again; the organisation has to certify you once more.');
  if (parsed.data.sub !== holder)
    return err(
      `The certificate is for the key ${parsed.data.sub}, this browser holds ${holder}. Enrol again with this key.`,
    );
  return ok(parsed.data);
}

function payload(jws: string): unknown {
  try {
    return decodeJwt(jws);
  } catch {
    return undefined;
  }
}
