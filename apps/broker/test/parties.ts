import {
  accessToken,
  caseView,
  challenge,
  enrolment,
  generateKey,
  issueCertificate,
  jwsTypes,
  newId,
  pairing,
  type Signer,
  signJws,
  ticket,
  visitView,
} from '@baylink/contracts';
import { systemChance } from '@baylink/kernel/system';
import { call, expectOk } from './http.js';

export async function newKey(): Promise<Signer> {
  return (await generateKey(true)).signer;
}

export const freshId = (): string => newId(systemChance());

export async function signed(signer: Signer, typ: (typeof jwsTypes)[keyof typeof jwsTypes], payload: unknown) {
  const jws = await signJws(signer, typ, payload);
  if (!jws.ok) throw new Error(jws.error);
  return jws.value;
}

export const nowSeconds = (): number => Math.floor(Date.now() / 1000);

export interface Organisation {
  readonly root: Signer;
  readonly name: string;
}

export async function registerOrganisation(base: string, name = 'Remote Experts Ltd'): Promise<Organisation> {
  const root = await newKey();
  const proof = await signed(root, jwsTypes.root, { name, jwk: root.jwk, aud: base });
  const reply = await call(base, 'POST', '/v1/organisations', { body: { proof } });
  if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
  return { root, name };
}

export async function certificateFor(organisation: Organisation, key: Signer, change: { exp?: number } = {}) {
  const now = nowSeconds();
  const certificate = await issueCertificate(organisation.root, {
    serial: freshId(),
    organisation: organisation.name,
    name: 'Ada Expert',
    jwk: key.jwk,
    effects: ['observe', 'program'],
    makes: ['*'],
    iat: now,
    nbf: now - 60,
    exp: now + 86_400,
    ...change,
  });
  if (!certificate.ok) throw new Error(certificate.error);
  return certificate.value;
}

/** The proof of a sign-in, with anything in it changed. */
export async function signInProof(base: string, key: Signer, role: 'shop' | 'expert', change: object = {}) {
  const { nonce, audience } = await expectOk(call(base, 'POST', '/v1/sign-in/challenge'), challenge);
  return signed(key, jwsTypes.signIn, { nonce, aud: audience, role, iat: nowSeconds(), ...change });
}

export async function signIn(
  base: string,
  key: Signer,
  role: 'shop' | 'expert',
  certificate?: string,
): Promise<string> {
  const proof = await signInProof(base, key, role);
  const body = certificate === undefined ? { proof, jwk: key.jwk } : { proof, jwk: key.jwk, certificate };
  return (await expectOk(call(base, 'POST', '/v1/sign-in', { body }), accessToken)).token;
}

export interface Expert {
  readonly key: Signer;
  readonly certificate: string;
  readonly token: string;
}

/** Enrols a new key, has it certified, and signs in. */
export async function newExpert(base: string, organisation: Organisation): Promise<Expert> {
  const key = await newKey();
  const body = { jwk: key.jwk, name: 'Ada Expert' };
  const { code } = await expectOk(call(base, 'POST', '/v1/enrolments', { body }), enrolment);
  const certificate = await certificateFor(organisation, key);
  await expectOk(call(base, 'PUT', `/v1/enrolments/${code}/certificate`, { body: { certificate } }), enrolment);
  return { key, certificate, token: await signIn(base, key, 'expert', certificate) };
}

export interface Shop {
  readonly key: Signer;
  readonly token: string;
}

export async function requestPairing(base: string, key: Signer, name = 'Garage Nord') {
  const proof = await signed(key, jwsTypes.pairing, { name, jwk: key.jwk, aud: base });
  return expectOk(call(base, 'POST', '/v1/pairings', { body: { proof } }), pairing);
}

/** Pairs a new shop with the expert's organisation and signs it in. */
export async function newShop(base: string, expert: Expert): Promise<Shop> {
  const key = await newKey();
  const { userCode } = await requestPairing(base, key);
  const reply = await call(base, 'POST', `/v1/pairings/${userCode}/approve`, { token: expert.token });
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
  return { key, token: await signIn(base, key, 'shop') };
}

export const someVehicle = { make: 'Sample', model: 'One', year: 2020, vin: null };

export const openCase = (base: string, shop: Shop) =>
  expectOk(
    call(base, 'POST', '/v1/cases', { token: shop.token, body: { vehicle: someVehicle, complaint: 'no start' } }),
    caseView,
  );

export const openVisit = (base: string, expert: Expert, caseId: string) =>
  expectOk(call(base, 'POST', `/v1/cases/${caseId}/visits`, { token: expert.token }), visitView);

export const newTicket = async (base: string, party: { token: string }): Promise<string> =>
  (await expectOk(call(base, 'POST', '/v1/tickets', { token: party.token }), ticket)).ticket;

/** One organisation, one expert, one shop, one case, one visit. */
export async function everybody(base: string) {
  const organisation = await registerOrganisation(base);
  const expert = await newExpert(base, organisation);
  const shop = await newShop(base, expert);
  const oneCase = await openCase(base, shop);
  const visit = await openVisit(base, expert, oneCase.id);
  return { organisation, expert, shop, case: oneCase.id, visit: visit.id };
}
