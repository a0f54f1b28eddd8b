import { bytesOf, hex, millis } from '@baylink/kernel';
import { baseFrame } from '@baylink/protocols/can';
import { openIsoTpLink } from '@baylink/transport-vehicle/iso-tp';
import { describe, expect, test } from 'vitest';
import { SimulatedClock, settled } from '../edges.js';
import { canPair, Heard } from '../links/index.js';
import { type Fault, FaultPlan, type FaultRule, faultyCanLink, faultyLink } from './index.js';

const ENGINE = { logical: 0x1001, can: { request: 0x7e0, response: 0x7e8 } };

/** Five frames in one direction, and what of them came out after 100 ms. */
async function five(way: 'tx' | 'rx', ...rules: FaultRule[]) {
  const clock = new SimulatedClock();
  const pair = canPair(clock);
  const near = faultyCanLink(pair.near, new FaultPlan(rules, 7), clock);
  const [sender, receiver] = way === 'tx' ? [near, pair.far] : [pair.far, near];
  const heard = new Heard(receiver);
  if (way === 'tx') near.listen(() => {});
  await pair.far.open();
  await near.open();
  const sendings = [1, 2, 3, 4, 5].map((n) => sender.send(baseFrame(n, bytesOf(n))));
  await settled();
  await clock.advance(100);
  const outcomes = (await Promise.all(sendings)).map((outcome) => (outcome.ok ? 'ok' : outcome.error.kind));
  return { outcomes, out: heard.of('frame').map(({ frame }) => hex(frame.data)), closed: heard.of('closed') };
}

const CASES: readonly (readonly [Fault, string])[] = [
  [{ kind: 'drop' }, '01 03 04 05'],
  [{ kind: 'delay', by: millis(50) }, '01 03 04 05 02'],
  [{ kind: 'duplicate' }, '01 02 02 03 04 05'],
  [{ kind: 'reorder' }, '01 03 02 04 05'],
];

describe.each(['tx', 'rx'] as const)('a fault on the %s way', (way) => {
  test.each(CASES)('%j on the second', async (fault, expected) => {
    const { out, outcomes } = await five(way, { fault, way, nth: 2 });
    expect(out.join(' ')).toBe(expected);
    expect(outcomes).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
  });

  test('corrupt: one bit of the second, the same with the same seed', async () => {
    const [first, again] = [await five(way, CORRUPT(way)), await five(way, CORRUPT(way))];
    expect(first.out).toEqual(again.out);
    const damaged = Number.parseInt(first.out[1] ?? '', 16) ^ 2;
    expect(Math.log2(damaged) % 1).toBe(0);
    expect(first.out.toSpliced(1, 1)).toEqual(['01', '03', '04', '05']);
  });

  test('a rule of the other way does not strike', async () => {
    const other = way === 'tx' ? 'rx' : 'tx';
    expect((await five(way, { fault: { kind: 'drop' }, way: other })).out).toHaveLength(5);
  });
});

const CORRUPT = (way: 'tx' | 'rx'): FaultRule => ({ fault: { kind: 'corrupt' }, way, nth: 2 });

test('refuse: told to the sender, and the others go', async () => {
  const { out, outcomes } = await five('tx', { fault: { kind: 'refuse' }, matches: (bytes) => bytes[0] === 3 });
  expect(outcomes).toEqual(['ok', 'ok', 'refused', 'ok', 'ok']);
  expect(out.join(' ')).toBe('01 02 04 05');
});

test('cut: nothing comes out after it, and it is told once', async () => {
  const sent = await five('tx', { fault: { kind: 'cut' }, nth: 3 });
  expect([sent.out.join(' '), sent.outcomes]).toEqual(['01 02', ['ok', 'ok', 'lost', 'lost', 'lost']]);
  const heard = await five('rx', { fault: { kind: 'cut' }, nth: 3 });
  expect(heard.out.join(' ')).toBe('01 02');
  expect(heard.closed).toMatchObject([{ error: { kind: 'lost' } }]);
});

test('a percentage strikes by the seed: the same each time, and about that often', () => {
  const strikes = (seed: number) => {
    const plan = new FaultPlan([{ fault: { kind: 'drop' }, percent: 20 }], seed);
    return Array.from({ length: 2000 }, () => (plan.decide('tx', bytesOf(1)) === undefined ? 0 : 1));
  };
  expect(strikes(5)).toEqual(strikes(5));
  expect(strikes(5)).not.toEqual(strikes(6));
  const share = strikes(5).reduce<number>((sum, one) => sum + one, 0) / 2000;
  expect(share).toBeGreaterThan(0.15);
  expect(share).toBeLessThan(0.25);
});

test('a lost flow control is what ISO-TP makes of a dropped frame', async () => {
  const clock = new SimulatedClock();
  const pair = canPair(clock);
  const plan = new FaultPlan([{ fault: { kind: 'drop' }, way: 'rx', matches: (bytes) => bytes[0] === 0x30 }]);
  const link = openIsoTpLink({ canLink: faultyCanLink(pair.near, plan, clock), units: [ENGINE], clock });
  link.listen(() => {});
  await pair.far.open();
  await link.open();
  const sending = link.send({ to: 'unit', unit: ENGINE }, new Uint8Array(20));
  await settled();
  await pair.far.send(baseFrame(0x7e8, bytesOf(0x30, 0, 0)));
  await clock.advance(1000);
  expect(await sending).toMatchObject({ ok: false, error: { kind: 'timeout' } });
  expect(link.counters().lostFlowControls).toBe(1);
});

test('a message that is dropped on a diagnostic link leaves its indication', async () => {
  const clock = new SimulatedClock();
  const pair = canPair(clock);
  const inner = openIsoTpLink({ canLink: pair.near, units: [ENGINE], clock });
  const link = faultyLink(inner, new FaultPlan([{ fault: { kind: 'drop' }, way: 'rx' }]), clock);
  const heard = new Heard(link);
  await pair.far.open();
  await link.open();
  await pair.far.send(baseFrame(0x7e8, bytesOf(2, 0x7e, 0)));
  await settled();
  expect(heard.events.map(({ kind }) => kind)).toEqual(['indication']);
});
