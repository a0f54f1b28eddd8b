import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** Both in PEM; the key is PKCS #8. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface CertificateOptions {
  /** Host names and IP addresses that it is for; none in the certificate of a client. */
  readonly hosts: readonly string[];
  readonly from?: Date;
  readonly until?: Date;
}

const KEY = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' } as const;
/** Clocks of two machines differ. */
const HOUR = 3_600_000;
const LIFE = 90 * 24 * HOUR;

type KeyPair = webcrypto.CryptoKeyPair;

/**
 * A certificate authority that lives as long as its process, for entities that are not real: the virtual vehicle and
 * tests. Its private key cannot be taken out.
 */
export class CertificateAuthority {
  private constructor(
    private readonly root: X509Certificate,
    private readonly keys: KeyPair,
  ) {}

  static async create(name: string): Promise<CertificateAuthority> {
    const keys = await webcrypto.subtle.generateKey(KEY, false, ['sign', 'verify']);
    const root = await X509CertificateGenerator.createSelfSigned({
      name: [{ CN: [name] }],
      keys,
      ...lifeOf({}),
      signingAlgorithm: SIGNATURE,
      extensions: [
        new BasicConstraintsExtension(true, 0, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      ],
    });
    return new CertificateAuthority(root, keys);
  }

  /** What the other side pins, PEM. */
  get certificate(): string {
    return this.root.toString('pem');
  }

  /** Signs a new key of an entity (`hosts` given) or of a tester. */
  async issue(name: string, options: CertificateOptions): Promise<Certificate> {
    const keys = await webcrypto.subtle.generateKey(KEY, true, ['sign', 'verify']);
    const names = options.hosts.map((value) => ({
      type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const),
      value,
    }));
    const usage = names.length > 0 ? ExtendedKeyUsage.serverAuth : ExtendedKeyUsage.clientAuth;
    const cert = await X509CertificateGenerator.create({
      subject: [{ CN: [name] }],
      issuer: this.root.issuerName,
      publicKey: keys.publicKey,
      signingKey: this.keys.privateKey,
      ...lifeOf(options),
      signingAlgorithm: SIGNATURE,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([usage]),
        ...(names.length > 0 ? [new SubjectAlternativeNameExtension(names)] : []),
      ],
    });
    const key = PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
    return { cert: cert.toString('pem'), key };
  }
}

const lifeOf = ({ from, until }: Partial<CertificateOptions>) => ({
  notBefore: from ?? new Date(Date.now() - HOUR),
  notAfter: until ?? new Date(Date.now() + LIFE),
});
