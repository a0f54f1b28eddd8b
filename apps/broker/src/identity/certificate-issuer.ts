import { fromBase64url, fromUtf8, type Thumbprint, thumbprint } from '@baylink/contracts';
import { z } from 'zod';

/** The root that a certificate says it comes from: where to look for the key that must then verify it. */
export function certificateIssuer(certificate: string): Thumbprint | undefined {
  const bytes = fromBase64url(certificate.split('.')[0] ?? '');
  const text = bytes && fromUtf8(bytes);
  try {
    return z.looseObject({ kid: thumbprint }).parse(JSON.parse(text ?? '')).kid;
  } catch {
    return undefined;
  }
}
