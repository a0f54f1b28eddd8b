import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromBase64url, toBase64url } from '../bytes/base64url.js';
import { fromUtf8, utf8 } from '../bytes/utf8.js';
import { generateKey, type Signer } from '../identity/signer.js';
import { expert, fromExpert, hello, id, NONCE, NOW, openShop, outward, request, shop } from './envelope.rig.js';
import { admitAtShop } from './guard.js';
import { openExpertEnvelope, sealEnvelope } from './seal.js';

/* The broker's whole power: it holds envelopes that were signed, and may hand over any text. */

const stranger = (await generateKey(false)).signer;

async function seal(by: Signer, envelope: ReturnType<typeof fromExpert>): Promise<string> {
  const sealed = await sealEnvelope(by, envelope);
  if (!sealed.ok) throw new Error(sealed.error);
  return sealed.value;
}

/** The shop is open and the envelope in hand is the next one. */
async function verdict(jws: string): Promise<string> {
  const opened = await openExpertEnvelope(jws, expert.jwk);
  if (!opened.ok) return opened.error.rule;
  const { outcome } = admitAtShop(openShop(), opened.value.payload, NOW, id('M'));
  return outcome.ok ? 'admitted' : outcome.error.rule;
}

const honest = await seal(expert, fromExpert(1, request));
const others = await Promise.all([
  seal(expert, fromExpert(0, hello)),
  seal(expert, fromExpert(2, request)),
  seal(expert, fromExpert(1, request, { nonce: id('O') })),
  seal(expert, fromExpert(1, request, { visit: id('W') })),
  seal(expert, fromExpert(1, { kind: 'scan', id: id('s') }, { exp: NOW / 1000 - 1 })),
]);

test('[ENV-R1] the honest envelope is admitted, the same one signed by somebody else is not', async () => {
  expect(await verdict(honest)).toBe('admitted');
  expect(await verdict(await seal(stranger, fromExpert(1, request)))).toBe('ENV-R1');
  expect(await verdict(await seal(shop, fromExpert(1, request)))).toBe('ENV-R1');
  expect(await verdict(await seal({ ...stranger, thumbprint: expert.thumbprint }, fromExpert(1, request)))).toBe(
    'ENV-R1',
  );
});

const at = fc.nat(honest.length - 1);
const character = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=');
const changedCharacter = fc.tuple(at, character).map(([i, c]) => honest.slice(0, i) + c + honest.slice(i + 1));
const inserted = fc.tuple(at, character).map(([i, c]) => honest.slice(0, i) + c + honest.slice(i));
const cut = fc.tuple(at, at).map(([i, j]) => honest.slice(0, Math.min(i, j)) + honest.slice(Math.max(i, j)));
const spliced = fc.tuple(fc.constantFrom(...others), fc.nat(2)).map(([other, part]) =>
  honest
    .split('.')
    .map((own, i) => (i === part ? other.split('.')[i] : own))
    .join('.'),
);
const replayed = fc.constantFrom(...others);
const value = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.constant(null),
  fc.constant([]),
  fc.constant(NONCE),
  fc.constant(outward.to),
);

/** Changes one member of the payload and puts it back under the old signature, or under the broker's own. */
const members = ['v', 'visit', 'from', 'to', 'seq', 'nonce', 'exp', 'direction', 'body', 'added'] as const;
const rewritten = fc
  .tuple(fc.constantFrom(...members), value, fc.boolean())
  .map(([name, to, resign]) => ({ name, to, resign }));

async function rewrite({ name, to, resign }: { name: string; to: unknown; resign: boolean }): Promise<string> {
  const [head = '', payload = '', signature = ''] = honest.split('.');
  const content = JSON.parse(fromUtf8(fromBase64url(payload) ?? utf8('')) ?? '');
  const forged = toBase64url(utf8(JSON.stringify({ ...content, [name]: to })));
  const signed = resign ? toBase64url(await stranger.sign(utf8(`${head}.${forged}`))) : signature;
  return `${head}.${forged}.${signed}`;
}

test('[ENV-R10] of 2,000 changes to a valid envelope none is admitted', async () => {
  const texts = fc.oneof({ weight: 4, arbitrary: changedCharacter }, inserted, cut, spliced, replayed, {
    weight: 4,
    arbitrary: rewritten,
  });
  await fc.assert(
    fc.asyncProperty(texts, async (mutation) => {
      const jws = typeof mutation === 'string' ? mutation : await rewrite(mutation);
      fc.pre(jws !== honest);
      expect(await verdict(jws)).not.toBe('admitted');
    }),
    { numRuns: 2000 },
  );
});
