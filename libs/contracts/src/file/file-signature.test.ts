import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { digestHex } from '../identity/digest.js';
import { generatePrivateJwk, type Signer, signerFromJwk } from '../identity/signer.js';
import { thumbprintOf } from '../identity/thumbprint.js';
import { keysOf } from '../jws/verify.js';
import { openFileSignature, signFile } from './file-signature.js';

const BYTES = new Uint8Array(300).map((_, i) => i & 0xff);
const FILE = { sha256: digestHex(BYTES), size: BYTES.length };
let maker: Signer;
let stranger: Signer;
let jws: string;

beforeAll(async () => {
  [maker, stranger] = await Promise.all([
    signerFromJwk(await generatePrivateJwk()),
    signerFromJwk(await generatePrivateJwk()),
  ]);
  const signed = await signFile(maker, FILE);
  if (!signed.ok) throw new Error(signed.error);
  jws = signed.value;
});

test('[IDN-R12] the publisher of a file is the one whose key signed its very bytes', async () => {
  expect(await openFileSignature(jws, FILE, keysOf(stranger.jwk, maker.jwk))).toEqual({
    ok: true,
    value: thumbprintOf(maker.jwk),
  });
});

test('[IDN-R12] a key that is not known makes nobody a publisher, and is told apart from a wrong signature', async () => {
  expect(await openFileSignature(jws, FILE, keysOf(stranger.jwk))).toMatchObject({
    ok: false,
    error: { kind: 'untrusted', why: expect.stringContaining(thumbprintOf(maker.jwk)) },
  });
});

test.each([
  ['another file', { ...FILE, sha256: digestHex(BYTES.subarray(1)) }],
  ['another length', { ...FILE, size: FILE.size + 1 }],
])('[IDN-R12] for %s it is wrong, whoever made it', async (_, file) => {
  for (const keys of [keysOf(maker.jwk), keysOf()])
    expect(await openFileSignature(jws, file, keys)).toMatchObject({ ok: false, error: { kind: 'wrong' } });
});

test('[IDN-R12] whatever character of it is changed, it is no signature of that publisher any more', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(jws.length - 1), fc.constantFrom(...'Aa0_-.='), async (at, sign) => {
      fc.pre(jws[at] !== sign);
      const opened = await openFileSignature(jws.slice(0, at) + sign + jws.slice(at + 1), FILE, keysOf(maker.jwk));
      expect(opened.ok).toBe(false);
    }),
    { numRuns: 200 },
  );
});
