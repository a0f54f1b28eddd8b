import type { UnitProfile } from './unit-profile.js';

const source = 'specification of the sample car';

/** A sample: its key is the seed with every bit turned over, and protects nothing. */
const security = { level: 1, algorithm: 'complement' } as const;

const coding = (...dids: [did: number, name: string, length: number][]): NonNullable<UnitProfile['coding']> => ({
  source,
  security,
  reset: true,
  dids: dids.map(([did, name, length]) => ({ did, name, length, safetyRelevant: false })),
});

const nothingElse = { routines: [], secureDids: [], secureRoutines: [] };

export const SAMPLE_GATEWAY: UnitProfile = {
  source,
  name: 'gateway',
  address: { logical: 0x1000, can: { request: 0x7e4, response: 0x7ec } },
  dialect: 'uds',
  coding: coding([0x0620, 'installed units', 1]),
  memory: [],
  programming: null,
  ...nothingElse,
};

export const SAMPLE_ENGINE: UnitProfile = {
  source,
  name: 'engine',
  address: { logical: 0x1001, can: { request: 0x7e0, response: 0x7e8 }, kLine: 0x10 },
  dialect: 'uds',
  coding: coding([0x0610, 'engine variant', 2]),
  memory: [{ source, name: 'flash', start: 0x0000_8000, end: 0x0010_0000 }],
  programming: {
    source,
    security,
    addressBytes: 4,
    sizeBytes: 4,
    dataFormat: 0x00,
    eraseRoutine: 0xff00,
    checkRoutine: 0xff01,
    checkPassed: 0x00,
    dependencyRoutine: 0x0203,
    compareRoutine: 0x0202,
    communicationType: 0x01,
    backup: { method: 'read-memory', block: 4080 },
  },
  ...nothingElse,
};

export const SAMPLE_BODY: UnitProfile = {
  source,
  name: 'body',
  address: { logical: 0x1002, can: { request: 0x7e2, response: 0x7ea } },
  dialect: 'uds',
  coding: coding(
    [0x0600, 'long coding', 4],
    [0x0601, 'daytime running light', 1],
    [0x0602, 'comfort', 2],
    [0x0603, 'interior light', 3],
  ),
  memory: [],
  programming: null,
  ...nothingElse,
};
