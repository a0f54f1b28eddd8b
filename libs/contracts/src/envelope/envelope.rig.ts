import { wallMillis } from '@baylink/kernel';
import { generateKey } from '../identity/signer.js';
import type { ExpertBody } from '../visit/expert-body.js';
import type { ShopBody } from '../visit/shop-body.js';
import { expertEnvelopeOf, shopEnvelopeOf } from './compose.js';
import type { ExpertEnvelope, ShopEnvelope } from './envelope.js';
import { admitAtExpert, admitAtShop, type ExpertGuard, expertGuard, type ShopGuard, shopGuard } from './guard.js';

/* Two parties of one visit, for the tests of envelopes. */

export const expert = (await generateKey(false)).signer;
export const shop = (await generateKey(false)).signer;
export const NOW = wallMillis(1_800_000_000_000);
export const later = (seconds: number) => wallMillis(NOW + seconds * 1000);
export const id = (letter: string) => letter.repeat(22);
export const VISIT = id('V');
export const NONCE = id('N');
export const EXPERT_NONCE = id('E');

export const outward = { visit: VISIT, from: expert.thumbprint, to: shop.thumbprint };
export const inward = { visit: VISIT, from: shop.thumbprint, to: expert.thumbprint };

export const hello: ExpertBody = {
  kind: 'hello',
  id: id('h'),
  expertNonce: EXPERT_NONCE,
  versions: [1],
  certificate: 'c',
};
export const request: ExpertBody = { kind: 'request', id: id('r'), unit: 0x1001, bytes: '22f190' };
export const welcome: ShopBody = {
  kind: 'welcome',
  id: id('h'),
  nonce: NONCE,
  expertNonce: EXPERT_NONCE,
  shop: shop.thumbprint,
  shopName: 'Shop',
  version: 1,
  time: NOW / 1000,
  vehicle: { vin: null, make: 'vw', profile: 'p' },
  agreements: [],
  runs: [],
};
export const closed: ShopBody = { kind: 'closed', sentence: 'done' };

export const fromExpert = (seq: number, body: ExpertBody, change: Partial<ExpertEnvelope> = {}): ExpertEnvelope => ({
  ...expertEnvelopeOf(outward, seq, body.kind === 'hello' ? null : NONCE, body, NOW),
  ...change,
});
export const fromShop = (seq: number, body: ShopBody, change: Partial<ShopEnvelope> = {}): ShopEnvelope => ({
  ...shopEnvelopeOf(inward, seq, NONCE, body, NOW),
  ...change,
});

export const atShop = (guard: ShopGuard, envelope: ExpertEnvelope, now = NOW) =>
  admitAtShop(guard, envelope, now, NONCE);
export const freshShop = () => shopGuard(outward);
export const openShop = (): ShopGuard => atShop(freshShop(), fromExpert(0, hello)).guard;

export const atExpert = (guard: ExpertGuard, envelope: ShopEnvelope, now = NOW) => admitAtExpert(guard, envelope, now);
export const freshExpert = () => expertGuard(inward, EXPERT_NONCE);
export const openExpert = (): ExpertGuard => atExpert(freshExpert(), fromShop(0, welcome)).guard;

export const ruleOf = ({ outcome }: { outcome: { ok: true } | { ok: false; error: { rule: string } } }): string =>
  outcome.ok ? 'admitted' : outcome.error.rule;
