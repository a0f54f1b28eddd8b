import { byteCount, millis } from '@baylink/kernel';
import { describe, expect, test } from 'vitest';
import { demandFor, GOOD, NOW, PLAN } from '../../test/good-facts.js';
import { codingPlan } from '../../test/samples.js';
import { certified, ARMING as demand, gone, refusing, told, withValue } from '../../test/spoiled-facts.js';
import type { Plan } from '../plan/plan.js';
import { SMALLEST_MESSAGE } from '../write-job/block-length.js';
import { ask } from './evaluate.js';

describe('[GAT-R12] the adapter under the link', () => {
  const coding = codingPlan('BLE-ENG-0100');
  const over = (plan: Plan, ability: ReturnType<typeof certified>) =>
    refusing(withValue('ability', ability)(GOOD), demandFor(plan, 'arming'));

  test('one that was seen to be able opens the gate', () => {
    expect(over(PLAN, certified({ able: true, proof: 'tested' }))).toEqual([]);
  });

  test.each(['tested', 'direct', 'claimed'] as const)('one whose ability is %s is told as such', (proof) => {
    const facts = withValue('ability', certified({ able: true, proof }))(GOOD);
    const { holds, sentence } = ask('LINK_QUALITY', facts, demandFor(PLAN, 'arming'), NOW);
    expect({ holds, claim: sentence.includes('claim') }).toEqual({ holds: true, claim: proof === 'claimed' });
    const other = ask('LINK_QUALITY', facts, demandFor(coding, 'arming'), NOW);
    expect(other.sentence).not.toContain('claim');
  });

  test('one that cannot program may code what it carries whole', () => {
    const elm = certified({ able: false, why: 'it carries single frames only' }, 7);
    expect(over(PLAN, elm)).toEqual(['LINK_QUALITY-R7']);
    expect(over(coding, elm)).toEqual([]);
    expect(over(coding, { ...elm, longestMessage: byteCount(4) })).toEqual(['LINK_QUALITY-R8']);
  });

  test('the sentence names the adapter and what it lacks', () => {
    const ability = certified({ able: false, why: 'it drops frames' });
    expect(ask('LINK_QUALITY', withValue('ability', ability)(GOOD), demand, NOW).sentence).toBe(
      'This adapter (ELM327 v1.5) cannot program: it drops frames. Use another adapter.',
    );
  });
});

describe('[GAT-R12] an adapter carries the longest message of a plan, and not a byte less', () => {
  const coding = codingPlan('BLE-ENG-0100');
  const over = (asked: Plan, longest: number, programming = { able: true, proof: 'tested' } as const) =>
    refusing(withValue('ability', certified(programming, longest))(GOOD), demandFor(asked, 'arming'));

  test.each<readonly [what: string, plan: Plan, needed: number]>([
    ['the smallest block of software', PLAN, SMALLEST_MESSAGE],
    ['the longest value', coding, 5],
    ['an old value that is longer', { ...coding, writes: [{ did: 1, before: '00112233', after: '00' }] } as Plan, 7],
  ])('%s', (_, plan, needed) => {
    expect(over(plan, needed)).toEqual([]);
    expect(over(plan, needed - 1)).toEqual(['LINK_QUALITY-R8']);
  });

  test('whatever it is, a medium too', () => {
    const line = { ...certified({ able: true, proof: 'direct' }, 7), adapter: 'K-Line' };
    expect(told('LINK_QUALITY', withValue('ability', line)).sentence).toBe(
      'This adapter (K-Line) carries messages of 7 bytes and this plan needs 34: use another adapter.',
    );
  });
});

describe('[GAT-R1] the probes of the link', () => {
  const probe = { at: NOW, took: millis(8), bound: millis(100) };
  const five = [probe, probe, probe, probe, probe];
  const rules = (probes: readonly object[]) => refusing(withValue('link', { probes: probes as typeof five })(GOOD));
  const lastAt = (at: number) => rules([...five.slice(1), { ...probe, at: millis(at) }]);

  test('only the last of them count', () => {
    expect(rules([{ ...probe, took: undefined }, ...five])).toEqual([]);
    expect(rules([...five, { ...probe, took: undefined }])).toEqual(['LINK_QUALITY-R4']);
  });

  test('the newest is ten seconds old at most, and not of the future', () => {
    expect(lastAt(NOW - 10_000)).toEqual([]);
    expect(lastAt(NOW - 10_001)).toEqual(['LINK_QUALITY-R3']);
    expect(lastAt(NOW + 1)).toEqual(['LINK_QUALITY-R3']);
    expect(lastAt(Number.NaN)).toEqual(['LINK_QUALITY-R3']);
    expect(refusing(withValue('link', {}, millis(NOW - 10_000))(GOOD))).toEqual([]);
    expect(refusing(withValue('link', {}, millis(NOW - 10_001))(GOOD))).toEqual(['LINK_QUALITY-R3']);
  });

  test('an answer is in time from 0 ms to its bound', () => {
    for (const took of [0, 100]) expect(rules([...five.slice(1), { ...probe, took }])).toEqual([]);
    for (const took of [-1, 101]) expect(rules([...five.slice(1), { ...probe, took }])).toEqual(['LINK_QUALITY-R4']);
  });
});

test('[GAT-R3] what the link has shown is told in numbers', () => {
  const says = (change: Parameters<typeof withValue<'link'>>[1]) => told('LINK_QUALITY', withValue('link', change));
  const able = (change: ReturnType<typeof certified>) => told('LINK_QUALITY', withValue('ability', change));
  const probe = { at: NOW, took: undefined, bound: millis(100) };
  expect(told('LINK_QUALITY')).toMatchObject({ measured: '5 good answers' });
  expect(told('LINK_QUALITY', gone('link')).measured).toBe('unknown');
  expect(says({ errors: 3 })).toMatchObject({ measured: '3 errors' });
  expect(says({ lostFlowControls: 2 })).toMatchObject({ measured: '2 lost flow controls' });
  expect(says({ probes: [] })).toMatchObject({ measured: '0 probes' });
  expect(says({ probes: Array(5).fill(probe) })).toMatchObject({
    measured: 'a request without an answer',
    wanted: 'answers within 100 ms',
  });
  expect(says({ probes: Array(5).fill({ ...probe, took: 120 }) })).toMatchObject({
    measured: 'an answer after 120 ms',
  });
  expect(able(certified({ able: true, proof: 'tested' }, 2))).toMatchObject({
    measured: 'messages of 2 bytes',
    wanted: 'messages of 34 bytes',
  });
  expect(able(certified({ able: false, why: 'x' }))).toMatchObject({ measured: 'ELM327 v1.5' });
});
