import type { GateReport, RunReport, Scan } from '@baylink/contracts';
import type { BayState, RunView } from '../../src/bay/bay-state.js';

const VIN = 'WBYSAMPLE00000042';
const AT = '2026-11-21T09:50:12.000Z';
const JOB = 'jobOfTheSamplePlan0001';
const digest = (letter: string): string => letter.repeat(64);

/** A shop that was just started for the first time. */
export const newShop: BayState = {
  shop: { name: 'Garage Meyer & Töchter', thumbprint: 'q3Zk7vTnLw2Xb9RmCd4HsYp8FjGa6UeKt1NxVo5ZiBQ' },
  broker: {
    url: 'https://broker.example',
    state: 'not-paired',
    sentence: 'This shop is not paired with an organisation yet.',
  },
  pairing: { state: 'none' },
  link: { kind: 'SLCAN /dev/ttyACM0', state: 'open', sentence: 'Open at 500 kbit/s.', abilities: ['It can program.'] },
  vehicle: { profile: 'sample-car', make: 'Sample', vin: null },
  voltage: { millivolts: 13_820, source: 'bench supply', sentence: 'Live.', band: { low: 13_600, high: 14_200 } },
  case: null,
  visit: null,
  activeTests: false,
  scan: null,
  agreements: [
    {
      id: 'remote-work',
      version: '1',
      sha256: digest('a'),
      title: 'Remote work on a control unit',
      text: 'I connect a stabilised supply to the vehicle.\nI stay at the vehicle while a unit is coded or programmed.\nWhat the gates refuse stays refused.',
      signedBy: null,
    },
  ],
  runs: [],
  alarms: [],
  ledger: [],
};

/** Paired, nothing asked for yet. */
export const pairedShop: BayState = {
  ...newShop,
  broker: { url: 'https://broker.example', state: 'online', sentence: 'Connected.' },
  pairing: {
    state: 'paired',
    organisation: 'Nordic Remote Diagnostics',
    fingerprint: 'hT5mWq9Zs2LxKc8VbN4jRf7YpDg3AeUo6Bi1XtGwQvE',
  },
};

export const scan: Scan = {
  at: AT,
  units: [
    {
      unit: 0x1001,
      name: 'Engine',
      vin: VIN,
      partNumber: 'BL-ENG-420',
      hardware: 'ENG-HW-07',
      softwareNumber: 'BL-ENG-SW',
      software: 'ENG-0300',
      serial: '000004711',
      fingerprint: null,
      session: 1,
      dtcs: [
        { code: '012300', text: 'P0123-00', status: 0x2f, statusNames: ['testFailed', 'confirmedDTC'] },
        { code: '056300', text: 'P0563-00', status: 0x28, statusNames: ['confirmedDTC'] },
      ],
      problems: [],
    },
    {
      unit: 0x1002,
      name: 'Body',
      vin: VIN,
      partNumber: 'BL-BCM-101',
      hardware: 'BCM-HW-03',
      softwareNumber: 'BL-BCM-SW',
      software: 'BCM-0112',
      serial: '000000815',
      fingerprint: null,
      session: 1,
      dtcs: [],
      problems: ['It did not give its fingerprint (F15A): requestOutOfRange.'],
    },
  ],
};

/** An expert is at the car, the agreement is signed, the scan is there. */
export const visited: BayState = {
  ...pairedShop,
  case: { id: 'caseOfTheSample0000001', complaint: 'Loses power uphill, warning lamp since last week.' },
  vehicle: { profile: 'sample-car', make: 'Sample', vin: VIN },
  visit: {
    id: 'visitOfTheSample000001',
    expert: 'Ada Lindqvist',
    organisation: 'Nordic Remote Diagnostics',
    effects: ['observe', 'code', 'program'],
    online: true,
  },
  agreements: pairedShop.agreements.map((agreement) => ({ ...agreement, signedBy: 'Jo Meyer' })),
  scan,
  ledger: ['The visit was opened.', 'Full scan: 2 units, 2 trouble codes.', 'A plan for 0x1001 has arrived.'].map(
    (text, index) => ({ index, kind: 'sample', hash: digest('0123'.charAt(index)), at: AT, text }),
  ),
};

const gate = (
  name: GateReport['gate'],
  sentence: string,
  measured: string,
  wanted: string,
  holds = true,
): GateReport => ({
  gate: name,
  holds,
  rule: `${name}-R1`,
  measured,
  wanted,
  sentence,
});

export const gates: readonly GateReport[] = [
  gate('VOLTAGE_CHECK', 'The supply holds 13.82 V.', '13.82 V', '13.60 to 14.20 V'),
  gate('DUAL_BACKUP', 'The backup is grade A, in two places.', 'A', 'A or B'),
  gate('CHECKSUM_MATCH', 'The file is what its digest says.', 'equal', 'equal'),
  gate(
    'USER_ACKNOWLEDGMENT',
    'Nobody at the car has agreed to this plan. Hold the button on the bay screen.',
    'no agreement',
    'an agreement to this plan',
    false,
  ),
  gate('IDENTITY_MATCH', 'The unit is the one in the plan.', 'ENG-HW-07', 'ENG-HW-07'),
  gate('LINK_QUALITY', 'The last 10 probes were answered in time.', '10 of 10', '10 of 10'),
];

const report: RunReport = {
  job: JOB,
  planDigest: digest('d'),
  kind: 'programming',
  unit: 0x1001,
  state: 'PREFLIGHT_OK',
  phrase: 'amber violin river candle moose',
  progress: null,
  gates: [...gates],
  sentence: 'Everything is ready. The technician has to agree at the bay screen.',
  segments: [
    { address: 0x8000, size: 0x40000, crc32: '8f2ac41b' },
    { address: 0x80000, size: 0x12000, crc32: '01c7d09e' },
  ],
  softwareBefore: 'ENG-0300',
  softwareAfter: null,
  backup: null,
  rehearsal: null,
};

const plan: RunView['plan'] = {
  digest: report.planDigest,
  expert: 'Ada Lindqvist',
  title: 'Replace the software of the Engine unit (0x1001)',
  steps: [
    'Read the unit’s memory and keep it in two places',
    'Erase and write 0x00008000 to 0x00047FFF (262144 bytes, CRC-32 0x8F2AC41B)',
    'Check the memory, restart the unit, compare what it reports',
    'If a step fails: write the memory that was read before back',
  ],
  facts: [
    { label: 'VIN', value: VIN },
    { label: 'Unit', value: 'Engine unit (0x1001)' },
    { label: 'Part number', value: 'BL-ENG-420' },
    { label: 'Hardware', value: 'ENG-HW-07' },
    { label: 'Software now', value: 'ENG-0300' },
    { label: 'Software wanted', value: 'ENG-0310' },
    { label: 'File', value: 'engine-0310.hex (335872 bytes)' },
    { label: 'SHA-256', value: digest('5f0c9a7e'.charAt(0)) },
  ],
};

const WANTED: Partial<Record<RunReport['state'], RunView['wanted']>> = {
  PREFLIGHT_OK: 'hold-to-agree',
  CONFIRMED: 'confirm-result',
};

/** The sample run as it stands in `state`. */
export const runIn = (state: RunReport['state'], change: Partial<RunReport> = {}): RunView => ({
  report: { ...report, state, ...change },
  plan,
  wanted: WANTED[state] ?? 'nothing',
  gates: state === 'PREFLIGHT_OK' ? gates : gates.filter(({ holds }) => holds),
});

export const withRun = (run: RunView, change: Partial<BayState> = {}): BayState => ({
  ...visited,
  runs: [run],
  ...change,
});
