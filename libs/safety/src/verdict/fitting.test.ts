import { bytesOf } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { demandFor, GOOD, NOW, PLAN } from '../../test/good-facts.js';
import { CODING_PROFILE, ENGINE } from '../../test/samples.js';
import type { Moment } from '../gates/gate.js';
import { grant } from './grant.js';
import { judge } from './judge.js';
import { isPass, redeem } from './pass.js';
import type { Situation } from './verdict.js';

const UNIT = { to: 'unit', unit: ENGINE } as const;
const ALL = { to: 'functional' } as const;

const REQUESTS = {
  'extended session': bytesOf(0x10, 0x03),
  'programming session': bytesOf(0x10, 0x02),
  reset: bytesOf(0x11, 0x01),
  identification: bytesOf(0x22, 0xf1, 0x90),
  memory: bytesOf(0x23, 0x11, 0, 1),
  seed: bytesOf(0x27, 0x01),
  silence: bytesOf(0x28, 0x03, 0x01),
  coding: bytesOf(0x2e, 0x06, 0x10, 4, 0x21),
  erase: bytesOf(0x31, 1, 0xff, 0, 0x44, 0, 0, 0x80, 0, 0, 0, 0x10, 0),
  download: bytesOf(0x34, 0, 0x44, 0, 0, 0x80, 0, 0, 0, 0x10, 0),
  'trouble codes off': bytesOf(0x85, 0x02),
} as const;
const situation: Situation = {
  profile: CODING_PROFILE,
  visit: { recorded: true, activeTestsAllowed: true },
  running: undefined,
  grant: undefined,
  facts: GOOD,
};

const passing = (moment: Moment): string[] =>
  Object.entries(REQUESTS)
    .filter(([, bytes]) => {
      const mine = grant(PLAN.job, ENGINE, bytes, demandFor(PLAN, moment));
      return judge({ bytes, addressee: UNIT }, { ...situation, grant: mine }, NOW).kind === 'pass';
    })
    .map(([name]) => name);
const LOOKING = ['extended session', 'identification'];
const MAKING_READY = [
  'extended session',
  'programming session',
  'identification',
  'seed',
  'silence',
  'trouble codes off',
];

test.each<readonly [Moment, readonly string[]]>([
  ['observe', LOOKING],
  ['memory-read', [...LOOKING, 'memory']],
  ['preflight', LOOKING],
  ['arming', LOOKING],
  ['entry', MAKING_READY],
  ['point-of-no-return', ['coding', 'erase']],
  ['forward', Object.keys(REQUESTS)],
  ['look-back', LOOKING],
  ['undo', ['extended session', 'silence', 'trouble codes off']],
])('[VRD-R6] at "%s" a job sends nothing but what belongs there', (moment, names) => {
  expect(passing(moment).sort()).toEqual([...names].sort());
});

test('[VRD-R6] an empty request belongs to no moment', () => {
  for (const moment of ['entry', 'point-of-no-return', 'undo'] as const) {
    const mine = grant(PLAN.job, ENGINE, bytesOf(), demandFor(PLAN, moment));
    expect(judge({ bytes: bytesOf(), addressee: UNIT }, { ...situation, grant: mine }, NOW)).toMatchObject({
      rule: 'VRD-R6',
    });
  }
});

test('[VRD-R5] as many other bytes are not what the job has named', () => {
  const mine = grant(PLAN.job, ENGINE, REQUESTS.erase, demandFor(PLAN, 'point-of-no-return'));
  const other = REQUESTS.erase.map((byte, i) => (i === 7 ? byte ^ 0x40 : byte));
  expect(judge({ bytes: other, addressee: UNIT }, { ...situation, grant: mine }, NOW)).toMatchObject({
    rule: 'VRD-R5',
  });
});

test('[VRD-R7] what is forbidden may still be undone', () => {
  const profile = { ...CODING_PROFILE, forbidden: ['actuate' as const, 'observe' as const] };
  const mine = grant(PLAN.job, ENGINE, REQUESTS.silence, demandFor(PLAN, 'undo'));
  expect(judge({ bytes: REQUESTS.silence, addressee: UNIT }, { ...situation, profile, grant: mine }, NOW).kind).toBe(
    'pass',
  );
});

test.each<readonly [rule: string, bytes: Uint8Array, change: Partial<Situation>]>([
  ['VRD-R1', REQUESTS.identification, { visit: { recorded: false, activeTestsAllowed: true } }],
  ['VRD-R2', REQUESTS.reset, { visit: { recorded: true, activeTestsAllowed: false } }],
  ['VRD-R3', REQUESTS.identification, { running: { job: 'J', unit: ENGINE, armed: false } }],
  ['VRD-R3', REQUESTS.reset, { running: { job: 'J', unit: 0x1002, armed: true } }],
  ['VRD-R4', REQUESTS.erase, {}],
  ['VRD-R4', REQUESTS.memory, {}],
  ['VRD-R7', REQUESTS.reset, { profile: { ...CODING_PROFILE, forbidden: ['actuate'] } }],
])('[%s] a refusal on request says why, and carries no gates', (rule, bytes, change) => {
  const verdict = judge({ bytes, addressee: UNIT }, { ...situation, ...change }, NOW);
  expect(verdict).toMatchObject({ kind: 'refusal', rule, gates: [] });
  if (verdict.kind === 'refusal') expect(verdict.sentence).toMatch(/^.{20,}[.]$/);
});

test('[VRD-R9] what was never looked at counts as the worst', () => {
  const broken = { ...situation, profile: undefined } as unknown as Situation;
  expect(judge({ bytes: REQUESTS.identification, addressee: UNIT }, broken, NOW)).toEqual({
    kind: 'refusal',
    rule: 'VRD-R9',
    sentence: expect.stringMatching(/stays here/),
    classification: { effect: 'program', demand: 'program', rule: 'EFF-R1', what: 'the request' },
    gates: [],
  });
});

test('[VRD-R10] a pass to everybody is redeemed for everybody, and for nobody alone', () => {
  const pass = () => judge({ bytes: REQUESTS.identification, addressee: ALL }, situation, NOW);
  expect(redeem(pass(), REQUESTS.identification, ALL, NOW).ok).toBe(true);
  expect(redeem(pass(), REQUESTS.identification, UNIT, NOW)).toMatchObject({ error: 'other addressee' });
});

test('[VRD-R10] a request that changes after it was judged is not the one that was judged', () => {
  const bytes = REQUESTS.identification.slice();
  const pass = judge({ bytes, addressee: UNIT }, situation, NOW);
  bytes[2] = 0x91;
  expect(redeem(pass, bytes, UNIT, NOW)).toMatchObject({ error: 'other bytes' });
});

test.each([[undefined], [null], [0], ['pass'], [() => undefined], [Symbol.iterator]])(
  '[VRD-R10] %s is no pass',
  (thing) => {
    expect(isPass(thing)).toBe(false);
  },
);

test('[VRD-R10] a pass says at which moment it leaves: the door needs it where nothing can be recorded', () => {
  const armed = { job: 'J', unit: ENGINE, armed: true } as const;
  const alive = bytesOf(0x3e, 0x80);
  const moment = (bytes: Uint8Array, change: Partial<Situation> = {}) => {
    const verdict = judge({ bytes, addressee: UNIT }, { ...situation, ...change }, NOW);
    return verdict.kind === 'pass' ? verdict.moment : verdict.rule;
  };
  expect(moment(REQUESTS.identification)).toBe('asked');
  expect(moment(alive)).toBe('asked');
  expect(moment(alive, { running: armed })).toBe('keep-alive');
  expect(moment(REQUESTS.erase, { grant: grant(PLAN.job, ENGINE, REQUESTS.erase, demandFor(PLAN, 'forward')) })).toBe(
    'forward',
  );
});

test('[VRD-R1] of an armed job’s unit TesterPresent alone needs no record', () => {
  const unrecorded = { recorded: false, activeTestsAllowed: true };
  const armed = { job: 'J', unit: ENGINE, armed: true };
  const changed = { ...situation, visit: unrecorded, running: armed };
  expect(judge({ bytes: bytesOf(0x3e, 0x80), addressee: UNIT }, changed, NOW).kind).toBe('pass');
  expect(judge({ bytes: REQUESTS.identification, addressee: UNIT }, changed, NOW)).toMatchObject({ rule: 'VRD-R1' });
  expect(judge({ bytes: bytesOf(0x3e, 0x80), addressee: ALL }, changed, NOW)).toMatchObject({ rule: 'VRD-R1' });
});

test('[VRD-R11] a gate’s no is the refusal, with its rule, its sentence and everything that was asked', () => {
  const facts = { ...GOOD, voltage: [] };
  const mine = grant(PLAN.job, ENGINE, REQUESTS.erase, demandFor(PLAN, 'point-of-no-return'));
  const verdict = judge({ bytes: REQUESTS.erase, addressee: UNIT }, { ...situation, facts, grant: mine }, NOW);
  if (verdict.kind !== 'refusal') throw new Error('a refusal');
  const no = verdict.gates.find(({ holds }) => !holds);
  expect(verdict.rule).toMatch(/^VOLTAGE_CHECK-R/);
  expect(verdict).toMatchObject({ rule: no?.rule, sentence: no?.sentence, classification: { effect: 'program' } });
});
