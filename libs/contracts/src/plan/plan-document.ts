import { err, ok, type Result, type WallMillis } from '@baylink/kernel';
import { z } from 'zod';
import { type CertificateRefusal, verifyCertificate } from '../identity/authority.js';
import type { ExpertCertificate } from '../identity/certificate.js';
import { numericDateOf, showNumericDate } from '../identity/dates.js';
import { sha256Hex } from '../identity/names.js';
import type { Keys } from '../jws/verify.js';
import { type ColleaguePlan, openColleaguePlan, readCertificate } from './colleague-plan.js';
import { countersigned, verifyCountersignature } from './countersignature.js';

/** A signed plan as a file: everything that is needed to check it without a network. */
export const planDocument = z.strictObject({
  format: z.literal('baylink-plan'),
  v: z.literal(1),
  /** SHA-256 of the plan's signed bytes. */
  plan: sha256Hex,
  jws: z.string(),
  certificate: z.string(),
  /** The second expert's word, where there is one. */
  signed: countersigned.nullable(),
});
export type PlanDocument = z.infer<typeof planDocument>;

export interface CheckedPlan extends ColleaguePlan {
  readonly second: ExpertCertificate | undefined;
  /** Whether a root that the reader trusts has certified everybody who signed; `unknown` when no root was named. */
  readonly certified: 'yes' | 'unknown';
  /** Why it does not count at this time, though it is what was signed. */
  readonly expired: string | undefined;
}

const DATES: ReadonlySet<CertificateRefusal['fault']> = new Set(['expired', 'not-yet']);

/** Checks signatures, digest, certificates and dates. An error says that somebody changed it or signed something else. */
export async function checkPlanDocument(
  document: PlanDocument,
  wall: WallMillis,
  roots: Keys | undefined,
): Promise<Result<CheckedPlan, string>> {
  const opened = await openColleaguePlan(document);
  if (!opened.ok) return opened;
  const { plan, digest, author } = opened.value;
  const late = new Set<string>();
  const seconds = numericDateOf(wall);
  if (seconds >= plan.exp) late.add(`the plan has expired on ${showNumericDate(plan.exp)}; it has to be written again`);

  const certificates = [document.certificate, ...(document.signed === null ? [] : [document.signed.certificate])];
  for (const certificate of certificates) {
    const fault = await faultOf(certificate, wall, roots);
    if (fault?.kind === 'dates') late.add(fault.sentence);
    if (fault?.kind === 'not-certified') return err(fault.sentence);
  }
  const second = document.signed === null ? ok(undefined) : await secondOf(document.signed, { plan, digest, author });
  if (!second.ok) return second;
  if (second.value !== undefined && seconds >= second.value.exp)
    late.add(`the countersignature of ${second.value.certificate.name} has expired; it has to be signed again`);
  return ok({
    ...opened.value,
    second: second.value?.certificate,
    certified: roots === undefined ? 'unknown' : 'yes',
    expired: late.size === 0 ? undefined : [...late].join('; '),
  });
}

type CertificateFault = { readonly kind: 'dates' | 'not-certified'; readonly sentence: string };

/** Without a root only the dates that it claims are looked at. */
async function faultOf(jws: string, wall: WallMillis, roots: Keys | undefined): Promise<CertificateFault | undefined> {
  if (roots !== undefined) {
    const verified = await verifyCertificate(jws, roots, wall);
    if (verified.ok) return undefined;
    const { fault, sentence } = verified.error;
    return { kind: DATES.has(fault) ? 'dates' : 'not-certified', sentence };
  }
  const claimed = readCertificate(jws);
  if (claimed === undefined) return { kind: 'not-certified', sentence: 'a certificate beside the plan cannot be read' };
  const { name, nbf, exp } = claimed;
  const seconds = numericDateOf(wall);
  return seconds >= nbf && seconds < exp
    ? undefined
    : {
        kind: 'dates',
        sentence: `the certificate of ${name} counts from ${showNumericDate(nbf)} until ${showNumericDate(exp)}`,
      };
}

async function secondOf(
  { certificate, jws }: NonNullable<PlanDocument['signed']>,
  { plan, digest, author }: Pick<ColleaguePlan, 'plan' | 'digest' | 'author'>,
): Promise<Result<{ readonly certificate: ExpertCertificate; readonly exp: number }, string>> {
  const who = readCertificate(certificate);
  if (who === undefined) return err('the certificate of the second expert cannot be read');
  const verified = await verifyCountersignature(jws, who.jwk);
  if (!verified.ok) return err(`the countersignature is not as ${who.name} signed it: ${verified.error.sentence}`);
  const { payload } = verified.value;
  if (payload.plan !== digest || payload.job !== plan.job || payload.unit !== plan.target.unit)
    return err(`the countersignature of ${who.name} is for another plan (${payload.plan.slice(0, 12)}…)`);
  if (who.sub === author.sub || (who.name === author.name && who.organisation === author.organisation))
    return err(`${who.name} has signed twice, and two people have to sign`);
  return ok({ certificate: who, exp: payload.exp });
}
