import type { CaseView, ExpertCertificate } from '@baylink/contracts';
import type { Identity } from '../src/session/identity.js';

/** Invented people and cars for looking at the pages. Nothing here reaches the production build. */
export const WALL = Date.parse('2026-11-21T09:50:00Z');
export const ME = 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k';
export const SHOP = 'nHqC0sRWjlTiV9XlRvlD1oVbfZ6c3m9b5yD0fF2vZQE';
const ROOT = 'aG9vcm9vdG9mdGhlb3JnYW5pc2F0aW9uQmF5bGluazE';
const JWK = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' } as const;

export const certificate = (exp: number): ExpertCertificate => ({
  v: 1,
  serial: 'c2VyaWFsMDAwMDAwMDAwMQ',
  iss: ROOT,
  organisation: 'Nordic Remote Diagnostics',
  sub: ME,
  name: 'Ada Lindqvist',
  jwk: JWK,
  effects: ['observe', 'actuate', 'code', 'program'],
  makes: ['baylink', 'volkswagen'],
  iat: WALL / 1000 - 86_400,
  nbf: WALL / 1000 - 86_400,
  exp,
});

const segment = (value: unknown) =>
  btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

/** Three parts like a JWS; its signature means nothing. */
export const unsignedJws = (payload: ExpertCertificate): string => `${segment({ alg: 'EdDSA' })}.${segment(payload)}.x`;

export const identity = (certificateJws: string | null, enrolment: string | null): Identity => ({
  name: 'Ada Lindqvist',
  key: {} as CryptoKey,
  jwk: JWK,
  thumbprint: ME,
  enrolment,
  certificate: certificateJws,
});

const id = (text: string) => text.padEnd(22, '0');

export const CASE = id('case1');
export const VISIT = id('visit1');

const shop = { name: 'Garage Meyer & Töchter', thumbprint: SHOP, jwk: JWK, online: true };

export const cases: readonly CaseView[] = [
  {
    id: CASE,
    shop,
    vehicle: { make: 'Sample', model: 'Touring 2.0', year: 2021, vin: 'WBYSAMPLE00000042' },
    complaint:
      'Comes out of winter storage, engine runs rough when cold and the workshop campaign 24-117 asks for new engine software. Daytime running light should follow the new market code.',
    openedAt: '2026-11-21T09:31:00Z',
    state: 'open',
    visits: [{ id: VISIT, expert: ME, expertName: 'Ada Lindqvist', openedAt: '2026-11-21T09:40:00Z', closedAt: null }],
  },
  {
    id: id('case2'),
    shop: { ...shop, name: 'Autoservice Brandt' },
    vehicle: { make: 'Volkswagen', model: 'Golf', year: 2018, vin: null },
    complaint: 'No start after battery change. <script>alert(1)</script>',
    openedAt: '2026-11-21T08:02:00Z',
    state: 'open',
    visits: [],
  },
  {
    id: id('case3'),
    shop: { ...shop, name: 'Werkstatt am Hafen', online: false },
    vehicle: { make: 'Sample', model: 'City', year: 2016, vin: 'WBYSAMPLE00000007' },
    complaint: 'Body unit replaced, needs coding.',
    openedAt: '2026-11-20T15:44:00Z',
    state: 'open',
    visits: [],
  },
];
