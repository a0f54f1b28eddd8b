import type { PublicJwk } from '@baylink/contracts';

/** The expert as this browser knows them. The private key cannot be read out, not even by this page. */
export interface Identity {
  readonly name: string;
  readonly key: CryptoKey;
  readonly jwk: PublicJwk;
  /** RFC 7638 thumbprint of `jwk`. */
  readonly thumbprint: string;
  /** Code of the enrolment that waits for, or has brought, the certificate. */
  readonly enrolment: string | null;
  /** The organisation's certificate as a compact JWS. */
  readonly certificate: string | null;
}

/** Keeps one identity in this browser. */
export interface IdentityStore {
  load(): Promise<Identity | undefined>;
  save(identity: Identity): Promise<void>;
  forget(): Promise<void>;
}
