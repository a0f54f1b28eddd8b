import { z } from 'zod';
import { numericDate, publicJwk, randomId, sha256Hex, thumbprint, vin } from '../identity/names.js';
import { countersigned } from '../plan/countersignature.js';

/** RFC 9457 problem details: every HTTP error of the broker has this shape. `detail` names value, limit and next step. */
export const problem = z.strictObject({ type: z.string(), title: z.string(), status: z.int(), detail: z.string() });

/** POST /v1/organisations — `proof`: JWS typ `baylink-root+jwt` by the root over { name, jwk, aud }. Answer: organisation. */
export const registerOrganisation = z.strictObject({ proof: z.string() });
export const organisation = z.strictObject({ name: z.string(), root: publicJwk, thumbprint });

/** POST /v1/enrolments — an expert's browser asks for a certificate; the code is read out to the organisation. */
export const enrolmentRequest = z.strictObject({ jwk: publicJwk, name: z.string().min(1).max(120) });
export const enrolment = z.strictObject({
  code: z.string(),
  name: z.string(),
  jwk: publicJwk,
  thumbprint,
  certificate: z.string().nullable(),
});
/** GET /v1/enrolments/:code — same shape; anybody who has the code. PUT /v1/enrolments/:code/certificate — accepted when it is signed by a registered root over this enrolment's key. */
export const enrolmentCertificate = z.strictObject({ certificate: z.string() });

/** POST /v1/sign-in/challenge, then POST /v1/sign-in with JWS typ `baylink-sign-in+jwt` over signInProof. */
export const challenge = z.strictObject({ nonce: randomId, audience: z.string(), expiresAt: numericDate });
export const signInProof = z.strictObject({
  nonce: randomId,
  aud: z.string(),
  role: z.enum(['shop', 'expert']),
  iat: numericDate,
});
export const signIn = z.strictObject({ proof: z.string(), jwk: publicJwk, certificate: z.string().optional() });
/** Bearer token, 10 minutes at most, bound to the key (`cnf.jkt`). */
export const accessToken = z.strictObject({ token: z.string(), expiresAt: numericDate });
/** POST /v1/tickets — one use, 30 s, for the first message of a socket. */
export const ticket = z.strictObject({ ticket: z.string(), expiresAt: numericDate });

/** POST /v1/pairings — device authorisation (RFC 8628); `proof`: JWS typ `baylink-pairing+jwt` by the shop's key over { name, jwk, aud }. */
export const pairingRequest = z.strictObject({ proof: z.string() });
export const pairing = z.strictObject({
  deviceCode: z.string(),
  userCode: z.string(),
  expiresIn: z.int(),
  interval: z.int(),
});
/** POST /v1/pairings/token — the shop polls. */
export const pairingPoll = z.strictObject({ deviceCode: z.string() });
export const pairingState = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('pending') }),
  z.strictObject({ state: z.literal('paired'), organisation }),
]);
/** GET /v1/pairings/:userCode and POST /v1/pairings/:userCode/approve — an expert of the organisation, signed in. */
export const pairingView = z.strictObject({ shopName: z.string(), thumbprint });

export const vehicleDescription = z.strictObject({
  make: z.string().min(1).max(60),
  model: z.string().max(60),
  year: z.int().min(1950).max(2100).nullable(),
  vin: vin.nullable(),
});
/** POST /v1/cases (shop). */
export const newCase = z.strictObject({ vehicle: vehicleDescription, complaint: z.string().min(1).max(2000) });
export const caseView = z.strictObject({
  id: randomId,
  shop: z.strictObject({ name: z.string(), thumbprint, jwk: publicJwk, online: z.boolean() }),
  vehicle: vehicleDescription,
  complaint: z.string(),
  openedAt: z.string(),
  state: z.enum(['open', 'closed']),
  visits: z.array(
    z.strictObject({
      id: randomId,
      expert: thumbprint,
      expertName: z.string(),
      openedAt: z.string(),
      closedAt: z.string().nullable(),
    }),
  ),
});
export const caseList = z.strictObject({ cases: z.array(caseView) });
/** POST /v1/cases/:id/visits (expert). */
export const visitView = z.strictObject({ id: randomId, case: randomId, shop: caseView.shape.shop });

/** GET /v1/visits/:id/evidence — text, the evidence file of libs/ledger: header line, then the canonical entries. */

/** PUT /v1/blobs/:sha256 (shop, raw bytes) and GET: the second medium of DUAL_BACKUP. */
export const blobStored = z.strictObject({ sha256: z.string(), size: z.int() });

/** PUT /v1/countersigning/:plan (expert) asks, GET lists or finds, POST /v1/countersigning/:plan (another expert of the organisation) answers. */
export const countersigningRequest = countersigned;
const declineReason = z.string().trim().min(1).max(1000);
export const countersigningView = z.strictObject({
  /** The plan's digest. */
  plan: sha256Hex,
  /** The plan as its expert signed it, and that expert's certificate. */
  jws: z.string(),
  certificate: z.string(),
  expert: z.string(),
  signed: countersigned.nullable(),
  /** Why the shop did not take `signed`, as the plan's author was told; null while nobody has said so. */
  refused: z.string().max(1000).nullable(),
  /** Which colleague has looked at it and will not have it written, and why; nobody can countersign it any more. */
  declined: z.strictObject({ expert: z.string(), reason: declineReason }).nullable(),
});
/** POST /v1/countersigning/:plan/decline (another expert of the organisation) says no to it. */
export const countersigningDecline = z.strictObject({ reason: declineReason });
/** PUT /v1/countersigning/:plan/refusal (who asked): what the shop said to this countersignature. */
export const countersigningRefusal = z.strictObject({ signed: countersigned, sentence: z.string().min(1).max(1000) });
export const countersigningList = z.strictObject({ requests: z.array(countersigningView) });

export type CountersigningRequest = z.infer<typeof countersigningRequest>;
export type CountersigningRefusal = z.infer<typeof countersigningRefusal>;
export type CountersigningDecline = z.infer<typeof countersigningDecline>;
export type CountersigningView = z.infer<typeof countersigningView>;
export type Problem = z.infer<typeof problem>;
export type Organisation = z.infer<typeof organisation>;
export type Enrolment = z.infer<typeof enrolment>;
export type CaseView = z.infer<typeof caseView>;
export type VisitView = z.infer<typeof visitView>;
export type NewCase = z.infer<typeof newCase>;
