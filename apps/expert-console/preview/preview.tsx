import { err, ok } from '@baylink/kernel';
import type { BrokerApi } from '../src/session/broker-api.js';
import { browserChance } from '../src/session/browser-clock.js';
import type { Identity } from '../src/session/identity.js';
import { start } from '../src/start.js';
import { CASE, cases, certificate, identity, SHOP, unsignedJws, VISIT, WALL } from './people.js';
import { type Scene, scriptedLine } from './scripted-line.js';

/** `?identity=none|waiting|expired|ready&scene=still|writing|away|silent` */
const asked = new URLSearchParams(location.search);
const DAY = 86_400;
const valid = identity(unsignedJws(certificate(WALL / 1000 + 30 * DAY)), 'BCDF-GHJK');
const IDENTITIES: Record<string, Identity | undefined> = {
  none: undefined,
  waiting: identity(null, 'BCDF-GHJK'),
  expired: identity(unsignedJws(certificate(WALL / 1000 - 3600)), 'BCDF-GHJK'),
  ready: valid,
};
let present = IDENTITIES[asked.get('identity') ?? 'ready'];

const api: BrokerApi = {
  enrol: async (jwk, name) => ok({ code: 'BCDF-GHJK', name, jwk, thumbprint: valid.thumbprint, certificate: null }),
  enrolment: async (code) =>
    ok({ code, name: valid.name, jwk: valid.jwk, thumbprint: valid.thumbprint, certificate: null }),
  signIn: async () => ok(),
  signOut: () => undefined,
  cases: async () => ok(cases),
  pairing: async (code) =>
    code === 'ZZZZ-ZZZZ'
      ? err('No shop waits with the code ZZZZ-ZZZZ. Codes end after ten minutes; ask for a new one.')
      : ok({ shopName: 'Garage Meyer & Töchter', thumbprint: SHOP }),
  approvePairing: async () => ok(),
  countersigning: async () => ok([]),
  countersign: async () => err('Nothing waits for a second expert here.'),
  decline: async () => err('Nothing waits for a second expert here.'),
  openVisit: async () =>
    ok({ id: VISIT, case: CASE, shop: cases[0]?.shop ?? { name: '', thumbprint: SHOP, jwk: valid.jwk, online: true } }),
};

const scene = (asked.get('scene') ?? 'still') as Scene;
const shift = Date.now() - WALL;
start({
  api,
  identities: {
    load: async () => present,
    save: async (next) => {
      present = next;
    },
    forget: async () => {
      present = undefined;
    },
  },
  openLine: () => scriptedLine(scene),
  wall: () => Date.now() - shift,
  chance: browserChance,
});
