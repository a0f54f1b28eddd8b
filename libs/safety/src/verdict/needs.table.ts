import type { Dialect } from '../effects/dialect.js';
import type { Classification } from '../effects/effect.js';
import type { Moment } from '../gates/gate.js';
import type { Request, Situation } from './verdict.js';

type Demand = Classification['demand'];

export interface InteractiveRule {
  readonly rule: string;
  readonly broken: (situation: Situation, request: Request) => boolean;
  readonly sentence: (classification: Classification) => string;
}

const TESTER_PRESENT = 0x3e;

/** What keeps the unit of an armed job in its session. */
export const keepsAlive = ({ running }: Situation, { addressee, bytes }: Request): boolean =>
  running?.armed === true && bytes[0] === TESTER_PRESENT && addressee.to === 'unit' && addressee.unit === running.unit;

const recorded: InteractiveRule = {
  rule: 'VRD-R1',
  broken: (situation, request) => situation.visit.recorded !== true && !keepsAlive(situation, request),
  sentence: () => 'No recorded visit is open: nothing is sent to the vehicle before recording has begun.',
};

const activeTests: InteractiveRule = {
  rule: 'VRD-R2',
  broken: ({ visit }) => visit.activeTestsAllowed !== true,
  sentence: ({ what }) =>
    `The technician has not allowed active tests in this visit, and ${what} is one: ask at the bay.`,
};

/** The unit of a job, and everybody who would hear a functional request, waits for the job; TesterPresent does not. */
const unitIsFree: InteractiveRule = {
  rule: 'VRD-R3',
  broken: ({ running }, { addressee, bytes }) =>
    running !== undefined &&
    bytes[0] !== TESTER_PRESENT &&
    (addressee.to === 'functional' || addressee.unit === running.unit),
  sentence: () => 'A write job has this unit: wait until the job has ended.',
};

const vehicleIsFree: InteractiveRule = {
  rule: 'VRD-R3',
  broken: ({ running }) => running?.armed === true,
  sentence: ({ what }) =>
    `A write job is under way in this vehicle, and ${what} could disturb it: wait until it has ended.`,
};

const neverInteractive = (rule: string, next: string): InteractiveRule => ({
  rule,
  broken: () => true,
  sentence: ({ what, effect }) => `${what} has the effect "${effect}" and is never sent on request: ${next}.`,
});

const planned = neverInteractive('VRD-R4', 'write a plan, which the technician sees and agrees to');

/** What a request without a grant needs, by what it demands. (design, section 2) */
export const INTERACTIVE: Readonly<Record<Demand, readonly InteractiveRule[]>> = {
  observe: [recorded, unitIsFree],
  actuate: [recorded, activeTests, unitIsFree, vehicleIsFree],
  'memory-read': [neverInteractive('VRD-R4', 'memory is only read for the backup of a plan')],
  code: [planned],
  program: [planned],
  secure: [
    neverInteractive('VRD-R8', 'it needs proof of authority and a signed agreement, which this shop cannot take yet'),
  ],
};

/** What a job may send at each moment of its life; anything else is a defect of the job and stays here. */
export interface Fitting {
  readonly demands: readonly Demand[];
  /** First bytes, in the dialect of the unit; absent: every service of these demands. */
  readonly services?: { readonly [dialect in Dialect]: readonly number[] };
}

export const FITTING: Readonly<Record<Moment, Fitting>> = {
  observe: { demands: ['observe'] },
  'memory-read': { demands: ['observe', 'memory-read'] },
  preflight: { demands: ['observe'] },
  arming: { demands: ['observe'] },
  entry: {
    demands: ['observe', 'actuate', 'code', 'program'],
    services: { uds: [0x10, 0x22, 0x27, 0x28, 0x85], kwp2000: [0x10, 0x1a, 0x21, 0x22, 0x27, 0x28, 0x85] },
  },
  'point-of-no-return': {
    demands: ['code', 'program'],
    services: { uds: [0x2e, 0x31], kwp2000: [0x2e, 0x31, 0x3b] },
  },
  forward: { demands: ['observe', 'actuate', 'memory-read', 'code', 'program'] },
  'look-back': { demands: ['observe'] },
  undo: {
    demands: ['observe', 'actuate'],
    services: { uds: [0x10, 0x28, 0x85], kwp2000: [0x10, 0x29, 0x85] },
  },
};

/** In every one of the dialects that the unit may have. */
export const fits = (
  { demands, services }: Fitting,
  { demand }: Classification,
  bytes: Uint8Array,
  dialects: readonly Dialect[],
): boolean =>
  demands.includes(demand) &&
  (services === undefined || dialects.every((dialect) => services[dialect].includes(bytes[0] ?? -1)));
