import type { Chance } from '@baylink/kernel';
import { wallMillis } from '@baylink/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { signJws } from '../jws/sign.js';
import { jwsTypes } from '../jws/types.table.js';
import { keysOf, verifyJws } from '../jws/verify.js';
import { planPhrase } from '../plan/phrase.js';
import { words } from '../plan/words.table.js';
import { canonical, parseCanonical } from './canonical.js';
import { showNumericDate } from './dates.js';
import { digestHex, digestOf, digestPieces } from './digest.js';
import { newId } from './ids.js';
import { generateKey, generatePrivateJwk, signerFromJwk } from './signer.js';
import { thumbprintOf } from './thumbprint.js';
import { newUserCode, normaliseUserCode } from './user-code.js';

test('[IDN-R1] the thumbprint of the key in RFC 8037', () => {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' } as const;
  expect(thumbprintOf(jwk)).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k');
});

test.each([
  [{ b: 1, a: [true, null, 'x'] }, '{"a":[true,null,"x"],"b":1}'],
  [
    { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, ö: 7 },
    '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"\u{1f600}":5,"\ufb33":3}',
  ],
  ['\u20ac$\u000f\nA\'B"\\\\"/', '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'],
  [-0, '0'],
  [Number.MAX_SAFE_INTEGER, '9007199254740991'],
  [{ gone: undefined, here: 0 }, '{"here":0}'],
])('[IDN-R2] %j has one spelling', (value, text) => {
  expect(canonical(value)).toEqual({ ok: true, value: text });
});

test('[IDN-R2] text that it gives is read back, and only that text', () => {
  const leaf = fc.oneof(fc.string({ unit: 'binary' }), fc.maxSafeInteger(), fc.boolean(), fc.constant(null));
  const value = fc.letrec((tie) => ({
    any: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie('any')), fc.dictionary(fc.string(), tie('any'))),
  })).any;
  fc.assert(
    fc.property(value, (one) => {
      const text = canonical(one);
      if (!text.ok) throw new Error(text.error);
      expect(canonical(JSON.parse(text.value))).toEqual(text);
      expect(parseCanonical(text.value).ok).toBe(true);
      expect(parseCanonical(` ${text.value}`).ok).toBe(false);
    }),
  );
});

test.each([
  0.5,
  2 ** 53,
  Number.NaN,
  Infinity,
  '\ud800',
  { '\udc00': 1 },
  1n,
  () => 1,
  new Map(),
  new Uint8Array(1),
  [undefined],
])('[IDN-R3] %s has no canonical form', (value) => {
  expect(canonical(value).ok).toBe(false);
  expect(canonical({ deep: [value] }).ok).toBe(false);
});

test('[IDN-R3] the place of what is refused is named, and nesting is bounded', () => {
  expect(canonical({ a: [{ b: 0.5 }] })).toEqual({ ok: false, error: expect.stringContaining('.a[0].b is 0.5') });
  expect(parseCanonical(`${'['.repeat(5000)}${']'.repeat(5000)}`).ok).toBe(false);
  expect(digestOf({ a: 0.5 }).ok).toBe(false);
});

test('[IDN-R1] digests: of nothing, of text, of pieces', () => {
  expect(digestHex('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  const pieces = digestPieces();
  pieces.add(Uint8Array.of(0x61));
  pieces.add(Uint8Array.of(0x62, 0x63));
  expect(pieces.digest()).toBe(digestHex('abc'));
  expect(digestOf({ a: 1 })).toEqual({ ok: true, value: digestHex('{"a":1}') });
});

test('[IDN-R7] a code has eight of twenty letters, and is understood however it is typed', () => {
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat(255)), (stream) => {
      const chance: Chance = { bytes: (length) => Uint8Array.from({ length }, () => Number(stream.next().value)) };
      const code = newUserCode(chance);
      expect(code).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
      expect(normaliseUserCode(` ${code.toLowerCase().replace('-', ' – ')}`)).toBe(code);
    }),
  );
  for (const typed of ['', 'BCDF-GHJ', 'BCDF-GHJKL', 'BCDA-GHJK', 'BCD1-GHJK'])
    expect(normaliseUserCode(typed)).toBeUndefined();
});

test('[IDN-R7] every letter comes up, none more often than its share', () => {
  let next = 0;
  const chance: Chance = { bytes: (length) => Uint8Array.from({ length }, () => next++ % 256) };
  const counts = new Map<string, number>();
  for (let i = 0; i < 300; i++)
    for (const letter of newUserCode(chance).replace('-', '')) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  expect(counts.size).toBe(20);
  expect(Math.max(...counts.values()) / Math.min(...counts.values())).toBeLessThan(1.2);
});

test('[IDN-R8] the phrase is fixed by the digest, and the words are 256 different ones', () => {
  expect(planPhrase('ab'.repeat(32))).toBe('basket fountain river rose radar');
  expect(planPhrase(`${'ab'.repeat(31)}aa`)).not.toBe('basket fountain river rose radar');
  expect(new Set(words).size).toBe(256);
  expect(() => planPhrase('short')).toThrow('not a SHA-256 digest');
});

test('[IDN-R9] keys from a browser and from a disk sign alike', async () => {
  const disk = await generatePrivateJwk();
  for (const signer of [(await generateKey(false)).signer, await signerFromJwk(disk)]) {
    const signed = await signJws(signer, jwsTypes.signIn, { n: 1 });
    if (!signed.ok) throw new Error(signed.error);
    const read = await verifyJws(signed.value, jwsTypes.signIn, keysOf(signer.jwk), z.object({ n: z.int() }));
    expect(read).toMatchObject({ ok: true, value: { kid: thumbprintOf(signer.jwk) } });
  }
});

test('[IDN-R5] dates are shown as the calendar has them', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_102_444_800 }), (seconds) => {
      const iso = new Date(wallMillis(seconds * 1000)).toISOString();
      expect(showNumericDate(seconds)).toBe(`${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`);
    }),
  );
});

test('[IDN-R9] an identifier is 128 bits of chance', () => {
  expect(newId({ bytes: (length) => new Uint8Array(length) })).toBe('A'.repeat(22));
});
