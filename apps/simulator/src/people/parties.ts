import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { type ExpertCertificate, publicJwk, type Signer, thumbprintOf } from '@baylink/contracts';

/** Wraps 32 private bytes as PKCS #8, the form in which Node takes an Ed25519 key. (RFC 8410 7) */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A signer whose key follows from one number, and who answers at once: no thread of another speed has a say in a run. */
function signerOf(seed: number): Signer {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, Buffer.alloc(32, seed)]), format: 'der', type: 'pkcs8' });
  const { kty, crv, x } = createPublicKey(key).export({ format: 'jwk' });
  const jwk = publicJwk.parse({ kty, crv, x });
  return {
    jwk,
    thumbprint: thumbprintOf(jwk),
    sign: async (bytes) => new Uint8Array(sign(null, bytes, key)),
  };
}

const id = (letter: string): string => letter.repeat(22);

export const IDS = { visit: id('V'), case: id('C'), nonce: id('N'), job: id('J'), otherJob: id('K') } as const;
export const ROOT = signerOf(1);
export const EXPERT = signerOf(2);
export const SHOP = signerOf(3);

/** Seconds since 1970 at which the wall clock of a run begins. */
export const BEGIN = 1_767_225_600;
const DAY = 86_400;

export const CERTIFICATE: ExpertCertificate = {
  v: 1,
  serial: id('S'),
  iss: ROOT.thumbprint,
  organisation: 'Simulated experts',
  sub: EXPERT.thumbprint,
  name: 'Ada',
  jwk: EXPERT.jwk,
  effects: ['observe', 'actuate', 'code', 'program'],
  makes: ['*'],
  iat: BEGIN,
  nbf: BEGIN - DAY,
  exp: BEGIN + 30 * DAY,
};
