import type { WallMillis } from '@baylink/kernel';
import { numericDateOf } from '../identity/dates.js';
import type { RandomId } from '../identity/names.js';
import type { ExpertBody } from '../visit/expert-body.js';
import type { ShopBody } from '../visit/shop-body.js';
import type { ExpertEnvelope, ShopEnvelope } from './envelope.js';
import type { GuardScope } from './guard.js';
import { HELLO_LIFETIME, lifetimes } from './lifetimes.table.js';

/** `nonce` is null in hello only. `now` is the shop's clock, once the welcome has told it. */
export const expertEnvelopeOf = (
  scope: GuardScope,
  seq: number,
  nonce: RandomId | null,
  body: ExpertBody,
  now: WallMillis,
): ExpertEnvelope => ({
  v: 1,
  ...scope,
  direction: 'expert-to-shop',
  seq,
  nonce,
  exp: numericDateOf(now) + (body.kind === 'hello' ? HELLO_LIFETIME : lifetimes['expert-to-shop']),
  body,
});

/** `now` is the shop's own wall clock. */
export const shopEnvelopeOf = (
  scope: GuardScope,
  seq: number,
  nonce: RandomId,
  body: ShopBody,
  now: WallMillis,
): ShopEnvelope => ({
  v: 1,
  ...scope,
  direction: 'shop-to-expert',
  seq,
  nonce,
  exp: numericDateOf(now) + lifetimes['shop-to-expert'],
  body,
});
