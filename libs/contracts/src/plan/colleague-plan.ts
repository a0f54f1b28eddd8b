import { err, ok, type Result, type WallMillis } from '@baylink/kernel';
import { fromBase64url } from '../bytes/base64url.js';
import { fromUtf8 } from '../bytes/utf8.js';
import type { CountersigningView } from '../http/shapes.js';
import { type ExpertCertificate, expertCertificate } from '../identity/certificate.js';
import { numericDateOf } from '../identity/dates.js';
import type { Sha256Hex } from '../identity/names.js';
import type { Signer } from '../identity/signer.js';
import { type Countersigned, countersign } from './countersignature.js';
import { planPhrase } from './phrase.js';
import type { Plan } from './plan.js';
import { verifyPlan } from './signed-plan.js';

/** A colleague's plan as the second expert looks at it: from the bytes that were signed, not from what a broker says of them. */
export interface ColleaguePlan {
  readonly plan: Plan;
  readonly digest: Sha256Hex;
  /** The same as on the bay screen and on the colleague's screen. */
  readonly phrase: string;
  /** As the certificate says; that its root may certify is judged by the shop. */
  readonly author: ExpertCertificate;
}

/** The plan inside a request to countersign, or why it is not what it says. */
export async function openColleaguePlan(
  view: Pick<CountersigningView, 'plan' | 'jws' | 'certificate'>,
): Promise<Result<ColleaguePlan, string>> {
  const author = readCertificate(view.certificate);
  if (!author) return err('the certificate beside the plan cannot be read; ask your colleague to offer the plan again');
  const verified = await verifyPlan(view.jws, author.jwk);
  if (!verified.ok) return err(`the plan is not as ${author.name} signed it: ${verified.error.sentence}`);
  const { payload: plan, digest } = verified.value;
  if (digest !== view.plan) return err('the plan is another one than its digest names; sign nothing');
  return ok({ plan, digest, phrase: planPhrase(digest), author });
}

/** Signs exactly the plan inside this request; counts as long as the plan does. */
export async function countersignView(
  view: Pick<CountersigningView, 'plan' | 'jws' | 'certificate'>,
  me: { readonly signer: Signer; readonly certificate: string },
  wall: WallMillis,
): Promise<Result<Countersigned, string>> {
  const opened = await openColleaguePlan(view);
  if (!opened.ok) return opened;
  const { plan, digest } = opened.value;
  const { job, target, exp } = plan;
  const content = { v: 1 as const, plan: digest, job, unit: target.unit, iat: numericDateOf(wall), exp };
  const jws = await countersign(me.signer, content);
  return jws.ok ? ok({ certificate: me.certificate, jws: jws.value }) : jws;
}

/** What a certificate claims, unverified. */
export function readCertificate(jws: string): ExpertCertificate | undefined {
  const text = fromUtf8(fromBase64url(jws.split('.')[1] ?? '') ?? new Uint8Array());
  try {
    return expertCertificate.safeParse(JSON.parse(text ?? '')).data;
  } catch {
    return undefined;
  }
}
