import fc from 'fast-check';
import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { toBase64url } from '../bytes/base64url.js';
import { utf8 } from '../bytes/utf8.js';
import { generateKey, type Signer } from '../identity/signer.js';
import { signJws } from './sign.js';
import { jwsTypes } from './types.table.js';
import { keysOf, verifyJws } from './verify.js';

const shape = z.strictObject({ n: z.int(), text: z.string().optional() });
const TYP = jwsTypes.plan;
const { signer } = await generateKey(false);
const keys = keysOf(signer.jwk);

async function sealed(payload: unknown, by: Signer = signer): Promise<string> {
  const signed = await signJws(by, TYP, payload);
  if (!signed.ok) throw new Error(signed.error);
  return signed.value;
}

const verify = (jws: string, limit?: number) => verifyJws(jws, TYP, keys, shape, limit);
const faultOf = async (jws: string) => {
  const verified = await verify(jws);
  return verified.ok ? 'accepted' : verified.error.fault;
};

/** Signs whatever header and payload it is given. */
async function forge(header: object, payload: string): Promise<string> {
  const input = `${toBase64url(utf8(JSON.stringify(header)))}.${toBase64url(utf8(payload))}`;
  return `${input}.${toBase64url(await signer.sign(utf8(input)))}`;
}
const head = { alg: 'EdDSA', kid: signer.thumbprint, typ: TYP };

test('[JWS-R1] what was signed is read back, with the signer and the digest of its bytes', async () => {
  const verified = await verify(await sealed({ text: 'ä', n: 1 }));
  expect(verified).toMatchObject({ ok: true, value: { payload: { n: 1, text: 'ä' }, kid: signer.thumbprint } });
});

test('[JWS-R1][JWS-R7] no character can be changed, added or taken away', async () => {
  const jws = await sealed({ n: 7, text: 'flash' });
  const alphabet = 'ABCXYZabcxyz0189-_.= +/';
  await fc.assert(
    fc.asyncProperty(
      fc.nat(jws.length - 1),
      fc.constantFrom(...alphabet),
      fc.constantFrom(0, 1, 2),
      async (at, char, how) => {
        const changed = jws.slice(0, at) + [char, char + jws[at], ''][how] + jws.slice(at + 1);
        fc.pre(changed !== jws);
        expect(await faultOf(changed)).not.toBe('accepted');
      },
    ),
    { numRuns: 500 },
  );
});

test('[JWS-R7] the four spellings of the last character of a signature are not all accepted', async () => {
  const jws = await sealed({ n: 1 });
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const verdicts = await Promise.all([...alphabet].map((last) => faultOf(jws.slice(0, -1) + last)));
  expect(verdicts.filter((one) => one === 'accepted')).toHaveLength(1);
});

test.each(['none', 'HS256', 'ES256', 'Ed25519', 'EdDSA '])('[JWS-R2] algorithm "%s" is refused', async (alg) => {
  expect(await faultOf(await forge({ ...head, alg }, '{"n":1}'))).toBe('header');
});

test('[JWS-R3] a checkpoint is not a plan', async () => {
  expect(await faultOf(await forge({ ...head, typ: jwsTypes.checkpoint }, '{"n":1}'))).toBe('header');
});

test.each([
  ['jwk', signer.jwk],
  ['jku', 'https://evil.example'],
  ['x5u', 'https://evil.example'],
  ['x5c', ['AA']],
  ['crit', ['b64']],
  ['b64', false],
  ['exp', 1],
] as const)('[JWS-R4] a header with %s is refused', async (name, value) => {
  expect(await faultOf(await forge({ ...head, [name]: value }, '{"n":1}'))).toBe('header');
});

test('[JWS-R4] a key that is not trusted here is refused, also under a trusted name', async () => {
  const stranger = (await generateKey(false)).signer;
  expect(await faultOf(await sealed({ n: 1 }, stranger))).toBe('unknown-key');
  expect(await faultOf(await sealed({ n: 1 }, { ...stranger, thumbprint: signer.thumbprint }))).toBe('signature');
  const misnamed = new Map([[signer.thumbprint, stranger.jwk]]);
  expect(await verifyJws(await sealed({ n: 1 }), TYP, misnamed, shape)).toMatchObject({
    error: { fault: 'unknown-key' },
  });
});

test('[JWS-R5] a document over the limit is neither made nor read; one at the limit is', async () => {
  const text = 'x'.repeat(3000);
  const jws = await sealed({ n: 1, text });
  expect((await verify(jws, jws.length)).ok).toBe(true);
  expect(await verify(jws, jws.length - 1)).toMatchObject({ error: { fault: 'too-long' } });
  expect((await signJws(signer, TYP, { n: 1, text }, jws.length)).ok).toBe(true);
  expect(await signJws(signer, TYP, { n: 1, text }, jws.length - 1)).toMatchObject({ ok: false });
});

test.each([
  '{"n": 1}',
  '{"n":1.0}',
  '{"text":"a","n":1}',
  '{"n":1,"n":1}',
  '{"n":1e0}',
  '{"n":1}\n',
  '\ufeff{"n":1}',
  '{"n":1,"text":"\\u0061"}',
])('[JWS-R6] %j is signed and refused all the same', async (payload) => {
  expect(await faultOf(await forge(head, payload))).toBe('payload');
});

test('[JWS-R6] a member that the shape does not know, and bytes that are not UTF-8, are refused', async () => {
  expect(await faultOf(await forge(head, '{"m":1,"n":1}'))).toBe('payload');
  const input = `${toBase64url(utf8(JSON.stringify(head)))}.${toBase64url(Uint8Array.of(0x22, 0xff, 0x22))}`;
  expect(await faultOf(`${input}.${toBase64url(await signer.sign(utf8(input)))}`)).toBe('payload');
});

test('[JWS-R8] no text makes it throw', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string(),
        fc.array(fc.base64String(), { maxLength: 4 }).map((all) => all.join('.')),
      ),
      async (text) => {
        expect(await faultOf(text)).not.toBe('accepted');
      },
    ),
    { numRuns: 300 },
  );
});

test('[JWS-R1] a library that we did not write reads our signature, and we read none of its looser ones', async () => {
  const { privateKey, signer: other } = await generateKey(false);
  const loose = await new SignJWT({ n: 1 })
    .setProtectedHeader({ alg: 'EdDSA', typ: TYP, kid: other.thumbprint })
    .sign(privateKey);
  expect(await verifyJws(loose, TYP, keysOf(other.jwk), shape)).toMatchObject({ ok: true });
  const bare = await new SignJWT({ n: 1 }).setProtectedHeader({ alg: 'EdDSA' }).sign(privateKey);
  expect(await verifyJws(bare, TYP, keysOf(other.jwk), shape)).toMatchObject({ error: { fault: 'header' } });
});
