import type { Result } from '@baylink/kernel';
import type { PublicJwk } from '../identity/names.js';
import type { Signer } from '../identity/signer.js';
import { signJws } from '../jws/sign.js';
import { jwsTypes } from '../jws/types.table.js';
import { type JwsRefusal, keysOf, type Verified, verifyJws } from '../jws/verify.js';
import { type Plan, plan } from './plan.js';

/** The expert signs a plan. */
export const signPlan = (expert: Signer, content: Plan): Promise<Result<string, string>> =>
  signJws(expert, jwsTypes.plan, content);

/**
 * A plan signed by this very expert. `digest`, SHA-256 over the payload's bytes, is the plan's name from here on: in the
 * acknowledgement, the journal, the ledger and the phrase. Its dates, visit and nonce are judged by the shop.
 */
export const verifyPlan = (jws: string, expert: PublicJwk): Promise<Result<Verified<Plan>, JwsRefusal>> =>
  verifyJws(jws, jwsTypes.plan, keysOf(expert), plan);
