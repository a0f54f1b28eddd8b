import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Alarm, Alarms } from './alarms.js';
import { millis } from './units.js';

const at = (time: number): Alarm => ({ at: millis(time), run: () => undefined });

/** All that is due, in the order it is taken out. */
function taken(alarms: Alarms, now: number): Alarm[] {
  const out: Alarm[] = [];
  for (let due = alarms.takeDue(millis(now)); due !== undefined; due = alarms.takeDue(millis(now))) out.push(due);
  return out;
}

test('what is not due stays', () => {
  const alarms = new Alarms();
  alarms.add(at(5));
  expect(alarms.takeDue(millis(4.9))).toBeUndefined();
  expect(alarms.next?.at).toBe(5);
  expect(alarms.takeDue(millis(5))?.at).toBe(5);
  expect(alarms.next).toBeUndefined();
});

test('any order of adding and removing comes out by time, of the same time in the order of adding', () => {
  const turns = fc.array(fc.record({ time: fc.integer({ min: 0, max: 9 }), removed: fc.boolean() }), { maxLength: 40 });
  fc.assert(
    fc.property(turns, (wanted) => {
      const alarms = new Alarms();
      const added = wanted.map(({ time, removed }) => ({ alarm: at(time), removed }));
      for (const { alarm } of added) alarms.add(alarm);
      for (const { alarm, removed } of added) if (removed) alarms.remove(alarm);
      const kept = added.filter(({ removed }) => !removed).map(({ alarm }) => alarm);
      expect(taken(alarms, 9)).toEqual(kept.toSorted((a, b) => a.at - b.at));
    }),
  );
});

test('removing one that was taken out changes nothing', () => {
  const alarms = new Alarms();
  const [first, second] = [at(1), at(1)];
  alarms.add(first);
  alarms.add(second);
  expect(alarms.takeDue(millis(1))).toBe(first);
  alarms.remove(first);
  expect(alarms.next).toBe(second);
});
