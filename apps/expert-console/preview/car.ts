import type { GateReport, LedgerLine, RunReport, Scan, ShopBody } from '@baylink/contracts';
import { SHOP, WALL } from './people.js';

const at = (seconds: number) => new Date(WALL + seconds * 1000).toISOString();
const hash = (n: number) =>
  Array.from({ length: 64 }, (_, i) => ((n * 7919 + i * 104_729 + ((i * n) % 13)) % 16).toString(16)).join('');

export const scan: Scan = {
  at: at(-30),
  units: [
    {
      unit: 0x1000,
      name: 'Gateway',
      vin: 'WBYSAMPLE00000042',
      partNumber: 'BL-GW-001',
      hardware: 'GW-HW-02',
      softwareNumber: 'BL-GW-SW',
      software: 'GW-0107',
      serial: '000000011',
      fingerprint: null,
      session: 1,
      dtcs: [],
      problems: ['did not give its fingerprint (F15A): requestOutOfRange'],
    },
    {
      unit: 0x1001,
      name: 'Engine',
      vin: 'WBYSAMPLE00000042',
      partNumber: 'BL-ENG-420',
      hardware: 'ENG-HW-07',
      softwareNumber: 'BL-ENG-SW',
      software: 'ENG-0300',
      serial: '000004711',
      fingerprint: '00',
      session: 1,
      dtcs: [
        {
          code: '012300',
          text: 'P0123-00',
          status: 0x2f,
          statusNames: ['testFailed', 'confirmedDTC', 'testFailedSinceLastClear'],
        },
        { code: '056300', text: 'P0563-00', status: 0x28, statusNames: ['confirmedDTC', 'testFailedSinceLastClear'] },
      ],
      problems: [],
    },
    {
      unit: 0x1002,
      name: 'Body',
      vin: 'WBYSAMPLE00000042',
      partNumber: 'BL-BCM-101',
      hardware: 'BCM-HW-03',
      softwareNumber: 'BL-BCM-SW',
      software: 'BCM-0112',
      serial: '000000815',
      fingerprint: '00',
      session: 1,
      dtcs: [{ code: '9A0113', text: 'B1A01-13', status: 0x04, statusNames: ['pendingDTC'] }],
      problems: [],
    },
  ],
};

export const welcome = (runs: RunReport[]): ShopBody => ({
  kind: 'welcome',
  id: 'welcome000000000000000',
  nonce: 'nonce00000000000000000',
  expertNonce: 'nonce10000000000000000',
  shop: SHOP,
  shopName: 'Garage Meyer & Töchter',
  version: 1,
  time: Math.floor(WALL / 1000),
  vehicle: { vin: 'WBYSAMPLE00000042', make: 'baylink', profile: 'sample-car' },
  rules: {
    profile: { id: 'sample-car', version: 3, sha256: hash(4) },
    overlays: [{ id: 'garage-brakes', version: 2, sha256: hash(5), publisher: SHOP }],
  },
  agreements: [{ id: 'programming-terms', version: '1', sha256: hash(3), title: 'Terms of remote programming' }],
  runs,
});

export const voltage = (second: number, millivolts: number | null): ShopBody => ({
  kind: 'voltage',
  at: at(second),
  millivolts,
  source: 'bench supply PSU-1',
  sentence: millivolts === null ? 'The supply has not answered for 2 s. Check its cable.' : 'Live.',
});

const LINES = [
  ['visit-opened', 'Ada Lindqvist of Nordic Remote Diagnostics opened the visit.'],
  ['request', 'Engine 0x1001: 22 F1 90, answered.'],
  ['scan', 'Full scan: 3 units, 3 trouble codes.'],
  ['plan', 'Programming plan for 0x1001 accepted; it waits for the technician.'],
  ['gates', 'Eleven gates asked, one says no: USER_ACKNOWLEDGMENT.'],
] as const;

export const ledger = (size: number): ShopBody => {
  const tail = LINES.slice(0, size).map(
    ([kind, text], index): LedgerLine => ({ index, kind, text, at: at(index * 5 - 40), hash: hash(index + 1) }),
  );
  return { kind: 'ledger', size: tail.length, head: hash(tail.length), tail };
};

const gate = (
  name: GateReport['gate'],
  holds: boolean,
  measured: string,
  wanted: string,
  sentence: string,
): GateReport => ({
  gate: name,
  holds,
  rule: `${name}-R1`,
  measured,
  wanted,
  sentence,
});

export const gates: GateReport[] = [
  gate('VOLTAGE_CHECK', true, '13.92 V', '13.6 to 14.2 V', 'The supply holds 13.92 V, steady for 10 s, ripple 18 mV.'),
  gate(
    'DUAL_BACKUP',
    true,
    'A',
    'A or B',
    'The whole memory was read twice and equal; it lies on the shop disk and at the broker.',
  ),
  gate('CHECKSUM_MATCH', true, 'equal', 'equal', 'File, digest, ranges and target hardware agree.'),
  gate(
    'USER_ACKNOWLEDGMENT',
    false,
    'nobody',
    'a person at the bay screen',
    'Nobody has held the button for this plan yet. Compare the phrase, then hold the button at the bay screen for 3 s.',
  ),
  gate('IDENTITY_MATCH', true, 'equal', 'equal', 'VIN, part number, hardware and serial are those of the plan.'),
  gate('AUTHORITY', true, 'program', 'program', 'The certificate covers programming of this make until 22 Nov 2026.'),
];

export const PHRASE = 'amber cedar lantern quartz violin';
export const DIGEST = hash(99);

export const run = (state: RunReport['state'], done: number): RunReport => ({
  job: 'job0000000000000000001',
  planDigest: DIGEST,
  kind: 'programming',
  unit: 0x1001,
  state,
  phrase: PHRASE,
  progress: state === 'TRANSFER' ? { activity: 'Writing 0x00008000', done, total: 524_288 } : null,
  gates:
    state === 'TRANSFER'
      ? gates.map((one) => ({
          ...one,
          holds: true,
          sentence: one.holds ? one.sentence : 'A person held the button for 3.2 s at 09:51:07.',
        }))
      : gates,
  sentence:
    state === 'TRANSFER'
      ? 'Block 812 of 2048 was acknowledged by the unit. Keep power and cable connected.'
      : 'The technician has to compare the phrase and hold the button at the bay screen.',
  segments: [
    { address: 0x8000, size: 393_216, crc32: '9AE0DAAF' },
    { address: 0x80000, size: 131_072, crc32: '1C291CA3' },
  ],
  softwareBefore: 'ENG-0300',
  softwareAfter: null,
  backup: null,
  rehearsal: null,
});
