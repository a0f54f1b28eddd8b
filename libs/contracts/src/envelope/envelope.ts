import { z } from 'zod';
import { numericDate, randomId, thumbprint } from '../identity/names.js';
import { expertBody } from '../visit/expert-body.js';
import { shopBody } from '../visit/shop-body.js';

const head = {
  v: z.literal(1),
  visit: randomId,
  from: thumbprint,
  to: thumbprint,
  /** Strictly increasing by one per stream and direction, from 0 (hello, welcome). */
  seq: z.int().nonnegative(),
  /** The nonce that the shop gave in its welcome; null only in hello. */
  nonce: randomId.nullable(),
  exp: numericDate,
};

/** Payload of a JWS with typ `baylink-envelope+jwt`, EdDSA, kid = thumbprint of the sender's key. */
export const expertEnvelope = z.strictObject({ ...head, direction: z.literal('expert-to-shop'), body: expertBody });
export const shopEnvelope = z.strictObject({ ...head, direction: z.literal('shop-to-expert'), body: shopBody });
export type ExpertEnvelope = z.infer<typeof expertEnvelope>;
export type ShopEnvelope = z.infer<typeof shopEnvelope>;
