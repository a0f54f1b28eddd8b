import { err, ok, type Result, type WallMillis } from '@baylink/kernel';
import { signJws } from '../jws/sign.js';
import { jwsTypes } from '../jws/types.table.js';
import { type JwsRefusal, type Keys, verifyJws } from '../jws/verify.js';
import { type Effect, type ExpertCertificate, expertCertificate } from './certificate.js';
import { numericDateOf, showNumericDate } from './dates.js';
import type { Signer } from './signer.js';
import { thumbprintOf } from './thumbprint.js';

/** What the organisation decides about an expert; who signs and for which key follow from the keys. */
export type CertificateRequest = Omit<ExpertCertificate, 'v' | 'iss' | 'sub'>;

/** Signs an expert's certificate with the organisation's root. */
export async function issueCertificate(root: Signer, request: CertificateRequest): Promise<Result<string, string>> {
  const shaped = expertCertificate.safeParse({
    ...request,
    v: 1,
    iss: root.thumbprint,
    sub: thumbprintOf(request.jwk),
  });
  if (!shaped.success) {
    const issue = shaped.error.issues[0];
    return err(`the certificate cannot be issued: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
  }
  return signJws(root, jwsTypes.expert, shaped.data);
}

export type CertificateFault = JwsRefusal['fault'] | 'names' | 'not-yet' | 'expired';
export interface CertificateRefusal {
  readonly fault: CertificateFault;
  readonly sentence: string;
}

/** A certificate that chains to one of `roots` and is in date at `now`. What it covers is asked with `covers`. */
export async function verifyCertificate(
  jws: string,
  roots: Keys,
  now: WallMillis,
): Promise<Result<ExpertCertificate, CertificateRefusal>> {
  const verified = await verifyJws(jws, jwsTypes.expert, roots, expertCertificate);
  if (!verified.ok) return verified;
  const { payload: certificate, kid } = verified.value;
  if (certificate.iss !== kid || certificate.sub !== thumbprintOf(certificate.jwk)) {
    return err({
      fault: 'names',
      sentence: `the certificate of ${certificate.name} names keys other than those it was made with`,
    });
  }
  const seconds = numericDateOf(now);
  if (seconds < certificate.nbf) {
    const from = showNumericDate(certificate.nbf);
    return err({
      fault: 'not-yet',
      sentence: `the certificate of ${certificate.name} is valid from ${from} only; check the clock of this machine`,
    });
  }
  if (seconds >= certificate.exp) {
    const until = showNumericDate(certificate.exp);
    return err({
      fault: 'expired',
      sentence: `the certificate of ${certificate.name} expired on ${until}; ask ${certificate.organisation} for a new one`,
    });
  }
  return ok(certificate);
}

/** Whether the certificate lets its expert do `wanted` to a vehicle of this make. Makes are compared in lower case. */
export function covers(certificate: ExpertCertificate, wanted: Effect, make: string): Result<void, string> {
  if (!certificate.effects.includes(wanted)) {
    const granted = certificate.effects.join(', ');
    return err(`the certificate of ${certificate.name} covers ${granted}, not ${wanted}`);
  }
  const makes = certificate.makes;
  if (makes.length === 1 && makes[0] === '*') return ok();
  return makes.includes(make.toLowerCase())
    ? ok()
    : err(`the certificate of ${certificate.name} covers the makes ${makes.join(', ')}, not ${make}`);
}
