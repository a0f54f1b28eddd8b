import { wallMillis } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { signJws } from '../jws/sign.js';
import { jwsTypes } from '../jws/types.table.js';
import { keysOf } from '../jws/verify.js';
import { type CertificateRequest, covers, issueCertificate, verifyCertificate } from './authority.js';
import { generateKey, type Signer } from './signer.js';

const [root, expert, stranger] = (await Promise.all([1, 2, 3].map(() => generateKey(false)))).map(
  ({ signer }) => signer,
);
if (!root || !expert || !stranger) throw new Error('keys');
const ROOT: Signer = root;

const FROM = 1_800_000_000;
const UNTIL = FROM + 86_400;
const request: CertificateRequest = {
  serial: 'S'.repeat(22),
  organisation: 'Example Motors',
  name: 'Ada',
  jwk: expert.jwk,
  effects: ['observe', 'code'],
  makes: ['audi', 'vw'],
  iat: FROM,
  nbf: FROM,
  exp: UNTIL,
};
const at = (seconds: number) => wallMillis(seconds * 1000);

async function issued(by: Signer = ROOT, change: Partial<CertificateRequest> = {}): Promise<string> {
  const made = await issueCertificate(by, { ...request, ...change });
  if (!made.ok) throw new Error(made.error);
  return made.value;
}

test('[IDN-R4] a certificate of a pinned root is accepted, of any other refused', async () => {
  const roots = keysOf(root.jwk);
  expect(await verifyCertificate(await issued(), roots, at(FROM))).toMatchObject({
    ok: true,
    value: { name: 'Ada', iss: root.thumbprint },
  });
  expect(await verifyCertificate(await issued(stranger), roots, at(FROM))).toMatchObject({
    error: { fault: 'unknown-key' },
  });
});

test('[IDN-R4] a certificate that names other keys than it was made with is refused', async () => {
  const content = { ...request, v: 1, iss: root.thumbprint, sub: stranger.thumbprint };
  for (const change of [{}, { sub: expert.thumbprint, iss: stranger.thumbprint }]) {
    const signed = await signJws(root, jwsTypes.expert, { ...content, ...change });
    if (!signed.ok) throw new Error(signed.error);
    expect(await verifyCertificate(signed.value, keysOf(root.jwk), at(FROM))).toMatchObject({
      error: { fault: 'names' },
    });
  }
});

test.each([
  [FROM - 1, 'not-yet'],
  [FROM, undefined],
  [UNTIL - 1, undefined],
  [UNTIL, 'expired'],
])('[IDN-R5] at %i: %s', async (seconds, fault) => {
  const verified = await verifyCertificate(await issued(), keysOf(root.jwk), at(seconds));
  expect(verified.ok ? undefined : verified.error.fault).toBe(fault);
});

test.each([
  ['observe', 'Audi', ''],
  ['code', 'VW', ''],
  ['program', 'vw', 'covers observe, code, not program'],
  ['secure', 'vw', 'not secure'],
  ['observe', 'BMW', 'covers the makes audi, vw, not BMW'],
] as const)('[IDN-R6] %s on %s', async (effect, make, sentence) => {
  const verified = await verifyCertificate(await issued(), keysOf(root.jwk), at(FROM));
  if (!verified.ok) throw new Error(verified.error.sentence);
  const covered = covers(verified.value, effect, make);
  expect(covered.ok ? '' : covered.error).toContain(sentence);
  expect(covered.ok).toBe(sentence === '');
});

test('[IDN-R6] a star covers every make, and only by itself', async () => {
  for (const [makes, ok] of [
    [['*'], true],
    [['*', 'vw'], false],
  ] as const) {
    const verified = await verifyCertificate(await issued(root, { makes: [...makes] }), keysOf(root.jwk), at(FROM));
    if (!verified.ok) throw new Error(verified.error.sentence);
    expect(covers(verified.value, 'observe', 'bmw').ok).toBe(ok);
  }
});

test('[IDN-R4] a certificate without effects or makes is not issued', async () => {
  expect(await issueCertificate(root, { ...request, effects: [] })).toMatchObject({ ok: false });
});
