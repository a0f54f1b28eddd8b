import type { ExpertCertificate } from '@baylink/contracts';
import { readCertificate } from '../session/certificate.js';
import type { Identity } from '../session/identity.js';

/** Where an expert stands before signing in. */
export type SignInState =
  | { readonly state: 'no-key' }
  /** A key exists, nobody has been asked to certify it. */
  | { readonly state: 'not-enrolled'; readonly identity: Identity }
  | { readonly state: 'waiting'; readonly identity: Identity; readonly code: string }
  | { readonly state: 'not-yet-valid'; readonly identity: Identity; readonly certificate: ExpertCertificate }
  | { readonly state: 'ready'; readonly identity: Identity; readonly certificate: ExpertCertificate }
  | { readonly state: 'expired'; readonly identity: Identity; readonly certificate: ExpertCertificate }
  | { readonly state: 'unusable'; readonly identity: Identity; readonly sentence: string };

/** `wall` in milliseconds since the epoch; a certificate holds from `nbf` and is over at `exp` (RFC 7519 4.1.4). */
export function signInState(identity: Identity | undefined, wall: number): SignInState {
  if (identity === undefined) return { state: 'no-key' };
  if (identity.certificate === null) {
    if (identity.enrolment === null) return { state: 'not-enrolled', identity };
    return { state: 'waiting', identity, code: identity.enrolment };
  }
  const read = readCertificate(identity.certificate, identity.thumbprint);
  if (!read.ok) return { state: 'unusable', identity, sentence: read.error };
  const certificate = read.value;
  const second = wall / 1000;
  if (second < certificate.nbf) return { state: 'not-yet-valid', identity, certificate };
  if (second >= certificate.exp) return { state: 'expired', identity, certificate };
  return { state: 'ready', identity, certificate };
}
