import { err, type Result } from '@baylink/kernel';
import type { PublicJwk } from '../identity/names.js';
import type { Signer } from '../identity/signer.js';
import { signJws } from '../jws/sign.js';
import { JWS_LIMIT, jwsTypes, SHOP_ENVELOPE_LIMIT } from '../jws/types.table.js';
import { keysOf, type Verified, verifyJws } from '../jws/verify.js';
import { type ExpertEnvelope, expertEnvelope, type ShopEnvelope, shopEnvelope } from './envelope.js';
import type { EnvelopeRefusal } from './guard.js';

/** Signs; at most 8 KiB from an expert, 64 KiB from a shop. */
export const sealEnvelope = (
  signer: Signer,
  envelope: ExpertEnvelope | ShopEnvelope,
): Promise<Result<string, string>> =>
  signJws(
    signer,
    jwsTypes.envelope,
    envelope,
    envelope.direction === 'shop-to-expert' ? SHOP_ENVELOPE_LIMIT : JWS_LIMIT,
  );

/** Verifies the signature of the pinned peer and the shape; the guard judges the rest. */
export async function openExpertEnvelope(
  jws: string,
  expert: PublicJwk,
): Promise<Result<Verified<ExpertEnvelope>, EnvelopeRefusal>> {
  const verified = await verifyJws(jws, jwsTypes.envelope, keysOf(expert), expertEnvelope);
  return verified.ok ? verified : err({ rule: 'ENV-R1', sentence: verified.error.sentence });
}

export async function openShopEnvelope(
  jws: string,
  shop: PublicJwk,
): Promise<Result<Verified<ShopEnvelope>, EnvelopeRefusal>> {
  const verified = await verifyJws(jws, jwsTypes.envelope, keysOf(shop), shopEnvelope, SHOP_ENVELOPE_LIMIT);
  return verified.ok ? verified : err({ rule: 'ENV-R1', sentence: verified.error.sentence });
}
