import { bytesOf, millis } from '@baylink/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { demandFor, GOOD, NOW, PLAN } from '../../test/good-facts.js';
import { CODING_PROFILE, ENGINE, historyUntil, steady } from '../../test/samples.js';
import { known, unknown } from '../facts/fact.js';
import type { Facts } from '../facts/facts.js';
import { failReading } from '../facts/history.js';
import { evaluate } from '../gates/evaluate.js';
import { GATES, type Moment } from '../gates/gate.js';
import { type Grant, grant } from './grant.js';
import { judge } from './judge.js';
import { isPass, PASS_LIFE, redeem } from './pass.js';
import type { Request, Situation, Verdict } from './verdict.js';

const UNIT = { to: 'unit', unit: ENGINE } as const;
const OTHER = { to: 'unit', unit: 0x1002 } as const;
const ALL = { to: 'functional' } as const;
const ERASE = bytesOf(0x31, 1, 0xff, 0, 0x44, 0, 0, 0x80, 0, 0, 0, 0x10, 0);
const READ = bytesOf(0x22, 0xf1, 0x90);

const open: Situation = {
  profile: CODING_PROFILE,
  visit: { recorded: true, activeTestsAllowed: true },
  running: undefined,
  grant: undefined,
  facts: GOOD,
};
const request = (bytes: Uint8Array, addressee: Request['addressee'] = UNIT): Request => ({ bytes, addressee });
const ruleOf = (verdict: Verdict): string => (verdict.kind === 'pass' ? 'pass' : verdict.rule);
const interactive = (bytes: Uint8Array, change: Partial<Situation> = {}, to: Request['addressee'] = UNIT): string =>
  ruleOf(judge(request(bytes, to), { ...open, ...change }, NOW));
const granted = (bytes: Uint8Array, moment: Moment, facts: Facts = GOOD, profile = CODING_PROFILE): Verdict =>
  judge(
    request(bytes),
    { ...open, profile, facts, grant: grant(PLAN.job, ENGINE, bytes, demandFor(PLAN, moment)) },
    NOW,
  );

describe('on request', () => {
  test('[VRD-R1] recording comes first', () => {
    expect(interactive(READ)).toBe('pass');
    expect(interactive(READ, { visit: { recorded: false, activeTestsAllowed: true } })).toBe('VRD-R1');
    expect(interactive(bytesOf(0x11, 1), { visit: { recorded: false, activeTestsAllowed: true } })).toBe('VRD-R1');
  });

  test('[VRD-R1] a failing record does not let the session of an armed job lapse', () => {
    const visit = { recorded: false, activeTestsAllowed: true };
    const running = { job: 'J', unit: ENGINE, armed: true };
    expect(interactive(bytesOf(0x3e, 0x80), { visit, running })).toBe('pass');
    expect(interactive(bytesOf(0x3e, 0x80), { visit, running: { ...running, armed: false } })).toBe('VRD-R1');
    expect(interactive(bytesOf(0x3e, 0x80), { visit, running }, OTHER)).toBe('VRD-R1');
  });

  test('[VRD-R2] active tests are allowed by the technician', () => {
    expect(interactive(bytesOf(0x14, 0xff, 0xff, 0xff))).toBe('pass');
    const visit = { recorded: true, activeTestsAllowed: false };
    expect(interactive(bytesOf(0x14, 0xff, 0xff, 0xff), { visit })).toBe('VRD-R2');
  });

  test('[VRD-R3] a running job has its unit, and once armed the vehicle', () => {
    const running = { job: 'J', unit: ENGINE, armed: false };
    expect(interactive(READ, { running })).toBe('VRD-R3');
    expect(interactive(READ, { running }, ALL)).toBe('VRD-R3');
    expect(interactive(READ, { running }, OTHER)).toBe('pass');
    expect(interactive(bytesOf(0x11, 1), { running }, OTHER)).toBe('pass');
    expect(interactive(bytesOf(0x11, 1), { running: { ...running, armed: true } }, OTHER)).toBe('VRD-R3');
    expect(interactive(bytesOf(0x3e, 0x80), { running: { ...running, armed: true } })).toBe('pass');
  });

  test('[VRD-R4][VRD-R8] writing, reading memory and secure things never', () => {
    for (const bytes of [
      ERASE,
      bytesOf(0x2e, 6, 0x10, 1, 2),
      bytesOf(0x27, 1),
      bytesOf(0x10, 2),
      bytesOf(0x23, 0x11, 0, 1),
      bytesOf(0x36, 1),
      bytesOf(),
    ])
      expect(interactive(bytes)).toBe('VRD-R4');
    const profile = {
      ...CODING_PROFILE,
      units: CODING_PROFILE.units.map((unit) => ({ ...unit, secureDids: [0x0700] })),
    };
    expect(interactive(bytesOf(0x22, 7, 0), { profile })).toBe('VRD-R8');
  });

  test('[VRD-R4] with every visit and every open gate, of 256 x 256 beginnings only what is listed leaves', () => {
    let left = 0;
    for (let first = 0; first < 256; first++)
      for (let second = 0; second < 256; second++) {
        const verdict = judge(
          request(bytesOf(first, second)),
          { ...open, visit: { recorded: true, activeTestsAllowed: false } },
          NOW,
        );
        if (verdict.kind === 'pass') {
          left++;
          expect(verdict.classification.effect).toBe('observe');
        }
      }
    expect(left).toBe(3 * 256 + 4 + 58 + 2 + 2 + 4);
  });
});

describe('a job', () => {
  test('[VRD-R5] gets exactly what it named', () => {
    expect(granted(ERASE, 'point-of-no-return').kind).toBe('pass');
    const demand = demandFor(PLAN, 'point-of-no-return');
    const other = grant(PLAN.job, ENGINE, bytesOf(...ERASE, 0), demand);
    expect(ruleOf(judge(request(ERASE), { ...open, grant: other }, NOW))).toBe('VRD-R5');
    const mine = grant(PLAN.job, ENGINE, ERASE, demand);
    expect(ruleOf(judge(request(ERASE, OTHER), { ...open, grant: mine }, NOW))).toBe('VRD-R5');
    expect(ruleOf(judge(request(ERASE, ALL), { ...open, grant: mine }, NOW))).toBe('VRD-R5');
    const forged = { ...mine } as Grant;
    expect(ruleOf(judge(request(ERASE), { ...open, grant: forged }, NOW))).toBe('VRD-R5');
  });

  test('[VRD-R6] at its own moments only', () => {
    for (const moment of ['observe', 'memory-read', 'preflight', 'arming', 'entry', 'undo'] as const)
      expect(ruleOf(granted(ERASE, moment))).toBe('VRD-R6');
    expect(granted(bytesOf(0x28, 0, 1), 'undo').kind).toBe('pass');
    expect(ruleOf(granted(bytesOf(0x11, 1), 'undo'))).toBe('VRD-R6');
    expect(ruleOf(granted(bytesOf(0x11, 1), 'entry'))).toBe('VRD-R6');
    expect(granted(bytesOf(0x10, 2), 'entry').kind).toBe('pass');
    expect(ruleOf(granted(bytesOf(0x34, 0, 0x11, 0, 16), 'point-of-no-return'))).toBe('VRD-R6');
    expect(ruleOf(granted(bytesOf(0x11, 1), 'arming'))).toBe('VRD-R6');
    expect(granted(bytesOf(0x23, 0x11, 0, 1), 'memory-read').kind).toBe('pass');
    expect(ruleOf(granted(bytesOf(0x23, 0x11, 0, 1), 'observe'))).toBe('VRD-R6');
  });

  test('[VRD-R7] forbidden effects stay, except to finish what has begun', () => {
    const profile = { ...CODING_PROFILE, forbidden: ['program' as const] };
    expect(ruleOf(granted(ERASE, 'point-of-no-return', GOOD, profile))).toBe('VRD-R7');
    expect(granted(ERASE, 'forward', GOOD, profile).kind).toBe('pass');
    expect(interactive(ERASE, { profile })).toBe('VRD-R7');
  });
});

test('[VRD-R9] what cannot be judged is refused', () => {
  const broken = { ...open, profile: undefined } as unknown as Situation;
  expect(ruleOf(judge(request(READ), broken, NOW))).toBe('VRD-R9');
  expect(ruleOf(judge({ bytes: undefined } as unknown as Request, open, NOW))).toBe('VRD-R9');
  const noFacts = granted(ERASE, 'forward', null as unknown as Facts);
  expect(noFacts.kind).toBe('refusal');
});

describe('[VRD-R10] a pass', () => {
  const pass = () => judge(request(READ), open, NOW);
  test('is redeemed once, for its own bytes and addressee, within its life', () => {
    const one = pass();
    expect(isPass(one)).toBe(true);
    expect(redeem(one, READ, UNIT, millis(NOW + PASS_LIFE)).ok).toBe(true);
    expect(redeem(one, READ, UNIT, NOW)).toMatchObject({ error: 'not a pass, or used before' });
    expect(redeem(pass(), bytesOf(0x22, 0xf1, 0x91), UNIT, NOW)).toMatchObject({ error: 'other bytes' });
    expect(redeem(pass(), READ, OTHER, NOW)).toMatchObject({ error: 'other addressee' });
    expect(redeem(pass(), READ, ALL, NOW)).toMatchObject({ error: 'other addressee' });
    expect(redeem(pass(), READ, UNIT, millis(NOW + PASS_LIFE + 1))).toMatchObject({ error: 'expired' });
    expect(redeem(pass(), READ, UNIT, millis(NOW - 1))).toMatchObject({ error: 'expired' });
    expect(redeem(pass(), READ, UNIT, millis(Number.NaN))).toMatchObject({ error: 'expired' });
  });
  test('is used up by a wrong use, and cannot be copied, serialised or filled with other bytes', () => {
    const used = pass();
    redeem(used, ERASE, UNIT, NOW);
    expect(redeem(used, READ, UNIT, NOW).ok).toBe(false);
    expect(isPass({ ...pass() })).toBe(false);
    expect(isPass(JSON.parse(JSON.stringify(pass())))).toBe(false);
    expect(isPass(Object.create(pass()))).toBe(false);
    const changed = pass();
    if (changed.kind !== 'pass') throw new Error('a pass');
    changed.bytes.set([0x2e]);
    expect(redeem(changed, changed.bytes, UNIT, NOW)).toMatchObject({ error: 'other bytes' });
    expect(isPass(judge(request(ERASE), open, NOW))).toBe(false);
  });
});

describe('[GAT-R4] four gates in every combination', () => {
  const states = ['true', 'false', 'missing', 'stale', 'throwing'] as const;
  type State = (typeof states)[number];
  const thrower = <T>(): T =>
    new Proxy({} as never, {
      get() {
        throw new Error('sensor');
      },
    }) as T;
  const OLD = millis(NOW - 1e6);
  const voltage: Record<State, () => Facts['voltage']> = {
    true: () => GOOD.voltage,
    false: () => [historyUntil(NOW, (t) => steady(t) - 2_000)],
    missing: () => [],
    stale: () => [historyUntil(NOW - 60_000, steady)],
    throwing: () => thrower(),
  };
  const backup: Record<State, () => Facts['backup']> = {
    true: () => GOOD.backup,
    false: () => (GOOD.backup.known ? known({ ...GOOD.backup.value, serial: 'X' }, NOW, 't') : GOOD.backup),
    missing: () => unknown('none'),
    stale: () => (GOOD.backup.known ? known({ ...GOOD.backup.value, places: [] }, OLD, 't') : GOOD.backup),
    throwing: () => thrower(),
  };
  const image: Record<State, () => Facts['image']> = {
    true: () => GOOD.image,
    false: () =>
      GOOD.image.known ? known({ ...GOOD.image.value, fileDigest: '00'.repeat(32) }, NOW, 't') : GOOD.image,
    missing: () => unknown('none'),
    stale: () => (GOOD.image.known ? known({ ...GOOD.image.value, fileSize: 1 }, OLD, 't') : GOOD.image),
    throwing: () => thrower(),
  };
  const ack: Record<State, () => Facts['acknowledgement']> = {
    true: () => GOOD.acknowledgement,
    false: () =>
      GOOD.acknowledgement.known
        ? known({ ...GOOD.acknowledgement.value, planDigest: '00' }, NOW, 't')
        : GOOD.acknowledgement,
    missing: () => unknown('none'),
    stale: () =>
      GOOD.acknowledgement.known
        ? known({ ...GOOD.acknowledgement.value, at: OLD, expires: millis(OLD + 120_000) }, OLD, 't')
        : GOOD.acknowledgement,
    throwing: () => thrower(),
  };
  test('625 of them, one pass', () => {
    const passed: string[] = [];
    for (const v of states)
      for (const b of states)
        for (const c of states)
          for (const a of states) {
            const facts: Facts = {
              ...GOOD,
              voltage: voltage[v](),
              backup: backup[b](),
              image: image[c](),
              acknowledgement: ack[a](),
            };
            if (granted(ERASE, 'point-of-no-return', facts).kind === 'pass') passed.push(`${v} ${b} ${c} ${a}`);
          }
    expect(passed).toEqual(['true true true true']);
  });
});

test('[VRD-R11] random facts: what is of write class leaves only when every gate of its moment holds', () => {
  const facts = fc.record(
    Object.fromEntries(
      Object.entries(GOOD).map(([name, value]) => [
        name,
        name === 'voltage'
          ? fc.constantFrom(
              value,
              [],
              GOOD.voltage.map((h) => failReading(h, 'x', NOW)),
            )
          : fc.constantFrom(
              value,
              value,
              value,
              unknown('x'),
              { ...(value as object), at: Number.NaN },
              { known: true, at: NOW, source: 's', value: null },
            ),
      ]),
    ),
  ) as unknown as fc.Arbitrary<Facts>;
  const moments = fc.constantFrom<Moment>('entry', 'point-of-no-return', 'forward', 'arming', 'observe');
  fc.assert(
    fc.property(facts, moments, (random, moment) => {
      const verdict = granted(ERASE, moment, random);
      const gates = evaluate(random, demandFor(PLAN, moment), NOW);
      const allowed = (moment === 'point-of-no-return' || moment === 'forward') && gates.every(({ holds }) => holds);
      expect(verdict.kind === 'pass').toBe(allowed);
      if (moment === 'point-of-no-return') expect(gates).toHaveLength(GATES.length);
    }),
    { numRuns: 500 },
  );
});
