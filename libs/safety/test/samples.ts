import { byteCount, bytesOf, hex, millis, millivolts } from '@baylink/kernel';
import { crc32 } from '@baylink/protocols/firmware';
import { sha256 } from '@noble/hashes/sha2.js';
import { known } from '../src/facts/fact.js';
import { addReading, createHistory } from '../src/facts/history.js';
import type { JobBrief, Plan, StagedImage, Surroundings, VehicleProfile, VoltageHistory } from '../src/index.js';
import { SAMPLE_CAR } from '../src/profile/sample-car.js';
import { PAGE } from '../src/write-job/brief.js';
import type { UnitTexts } from './scripted-unit.js';

export const TEXTS: UnitTexts = {
  vin: 'XBLTWN0A5SC000042',
  serial: 'ENG-24-000317',
  hardware: 'BLE-HW-07',
  partNumber: 'BL-906-018-AK',
};
export const ENGINE = 0x1001;
export const DIGEST = 'a1'.repeat(32);
export const PROFILE: VehicleProfile = SAMPLE_CAR;
const ID = 'AAAAAAAAAAAAAAAAAAAAAA';

export const DATA: readonly { address: number; bytes: Uint8Array }[] = [
  { address: 0x8000, bytes: new Uint8Array(5_000).map((_, i) => (i * 13 + 1) & 0xff) },
  { address: 0xa000, bytes: new Uint8Array(300).map((_, i) => (i * 5 + 9) & 0xff) },
];

export const pagesOf = (bytes: Uint8Array): string[] =>
  Array.from({ length: Math.ceil(bytes.length / PAGE) }, (_, i) =>
    hex(sha256(bytes.subarray(i * PAGE, (i + 1) * PAGE))),
  );

export const IMAGE: StagedImage = {
  fileDigest: 'f0'.repeat(32),
  fileSize: 12_000,
  hardware: null,
  software: null,
  publisher: { kind: 'unsigned' },
  segments: DATA.map(({ address, bytes }) => ({
    address,
    size: bytes.length,
    crc32: crc32(bytes),
    pages: pagesOf(bytes),
  })),
};

const head = (software: string) => ({
  v: 1 as const,
  job: 'JOBAAAAAAAAAAAAAAAAAAA',
  case: ID,
  visit: ID,
  shopNonce: ID,
  target: { ...TEXTS, unit: ENGINE, software },
  agreements: [],
  setAside: [],
  iat: 1_000,
  exp: 2_000,
});

export const programmingPlan = (software: string): Plan => ({
  ...head(software),
  kind: 'programming',
  recovery: { method: 'restore-backup' },
  file: { name: 'engine.hex', sha256: IMAGE.fileDigest, size: IMAGE.fileSize },
  snapshot: [0x0610],
});

/** Two values, so that there is something to write back in reverse order. The profile lists one; the tests add another. */
export const CODING_PROFILE: VehicleProfile = {
  ...PROFILE,
  units: PROFILE.units.map((unit) =>
    unit.address.logical === ENGINE && unit.coding !== null
      ? {
          ...unit,
          coding: {
            ...unit.coding,
            dids: [...unit.coding.dids, { did: 0x0611, name: 'second value', length: 1, safetyRelevant: false }],
          },
        }
      : unit,
  ),
};

export const codingPlan = (software: string): Plan => ({
  ...head(software),
  kind: 'coding',
  recovery: { method: 'write-old-values' },
  writes: [
    { did: 0x0610, before: '0320', after: '0421' },
    { did: 0x0611, before: '07', after: '09' },
  ],
});

export const briefOf = (plan: Plan): JobBrief => ({
  plan,
  planDigest: DIGEST,
  phrase: 'maple river candle',
  signatures: ['expert-key'],
  epoch: 1,
  profile: plan.kind === 'coding' ? CODING_PROFILE : PROFILE,
  bootId: 'boot-1',
  usedCounter: 6,
  image: plan.kind === 'coding' ? null : IMAGE,
  original: null,
});

export const CONDITION_ANSWERS: ReadonlyMap<number, Uint8Array> = new Map([
  [0x0101, bytesOf(1)],
  [0xf40c, bytesOf(0, 0)],
  [0xf40d, bytesOf(0)],
]);

/** A supply that stands at 13.9 V with a few millivolts of life in it. */
export const steady = (t: number): number => 13_900 + ((t / 100) % 7);

/** A history of `seconds` before `now`, five samples a second. */
export function historyUntil(now: number, level: (t: number) => number, span = 12_000): VoltageHistory {
  let history = createHistory('bench supply', 'dedicated');
  for (let t = now - span; t <= now; t += 200) history = addReading(history, level(t), millis(t));
  return history;
}

export function goodSurroundings(now: number, voltage: readonly VoltageHistory[]): Surroundings {
  const at = millis(now);
  return {
    voltage,
    link: known(
      {
        probes: Array.from({ length: 5 }, () => ({ at, took: millis(8), bound: millis(100) })),
        errors: 0,
        lostFlowControls: 0,
      },
      at,
      'link',
    ),
    ability: known(
      { adapter: 'ISO-TP', longestMessage: byteCount(4_095), programming: { able: true, proof: 'direct' } },
      at,
      'link',
    ),
    workstation: known({ freeDiskBytes: 1e9, power: { kind: 'mains' } }, at, 'computer'),
    authority: known(
      {
        key: 'expert-key',
        countersigner: null,
        expert: 'E. Expert',
        organisation: 'Org',
        pinnedRoot: true,
        effects: ['observe', 'actuate', 'code', 'program'],
        makes: ['baylink'],
        validUntil: millis(1e12),
        revoked: false,
      },
      at,
      'certificate',
    ),
    agreements: known([], at, 'case'),
    keys: known([], at, 'count'),
    diagnosis: known({ vin: TEXTS.vin, complete: true, findings: [] }, at, 'scan'),
  };
}

export const acknowledgementAt = (now: number, counter: number) => ({
  job: 'JOBAAAAAAAAAAAAAAAAAAA',
  planDigest: DIGEST,
  vin: TEXTS.vin,
  unit: ENGINE,
  voltageSeen: millivolts(13_900),
  backupGrade: 'A' as const,
  at: millis(now),
  expires: millis(now + 120_000),
  bootId: 'boot-1',
  counter,
  held: millis(3_100),
  phrases: { shop: 'maple river candle', expert: 'maple river candle' },
  signatureDigest: 'b2'.repeat(32),
});
