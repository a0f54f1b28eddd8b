import { expect, test } from 'vitest';
import { GOOD, NOW } from '../../test/good-facts.js';
import { ARMING, refusing, withValue } from '../../test/spoiled-facts.js';
import type { Facts, FilePublisher } from '../facts/facts.js';
import { ask } from './evaluate.js';

const by = (publisher: FilePublisher): Facts => withValue('image', { publisher })(GOOD);
const STRICT = { ...ARMING, profile: { ...ARMING.profile, publisherRequired: true } };
const WRONG = by({ kind: 'wrong', why: 'it was made for another file' });
const UNTRUSTED = by({ kind: 'untrusted', why: 'it is signed by key abc' });
const VERIFIED = by({ kind: 'verified', name: 'The maker' });

test('[GAT-R24] a wrong signature is refused whether a publisher is asked for or not', () => {
  for (const terms of [ARMING, STRICT]) expect(refusing(WRONG, terms)).toEqual(['CHECKSUM_MATCH-R10']);
});

test('[GAT-R24] an unknown publisher and none are refused where one is asked for', () => {
  for (const facts of [UNTRUSTED, GOOD]) expect(refusing(facts, STRICT)).toEqual(['CHECKSUM_MATCH-R5']);
  expect([refusing(UNTRUSTED), refusing(GOOD), refusing(VERIFIED), refusing(VERIFIED, STRICT)].flat()).toEqual([]);
});

test.each([
  [UNTRUSTED, /publisher is not known here: it is signed by key abc/],
  [VERIFIED, /publisher is The maker/],
  [GOOD, /no publisher has signed it/],
])('[GAT-R24] who the publisher is, is said by the gate', (facts, words) => {
  expect(ask('CHECKSUM_MATCH', facts, ARMING, NOW).sentence).toMatch(words);
});
