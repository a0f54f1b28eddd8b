import { bytesOf } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { BODY, ENGINE, ENTERED, inProgramming, KeeperBench } from '../../test/keeper-bench.js';
import { KEEPER_DEFAULTS, type KeeperInput, keeper } from './index.js';

const said = (...bytes: number[]): KeeperInput => ({ kind: 'received', unit: ENGINE, bytes: bytesOf(...bytes) });
const GONE = { kind: 'detached' } as const;

test('[KPR-R3] a long message counts from when it has left', () => {
  const bench = inProgramming()
    .feed({ kind: 'sent', to: ENGINE, bytes: bytesOf(0x36, 1, 0) })
    .pass(1500);
  expect(bench.feed({ kind: 'left', to: ENGINE }, GONE).pass(2500).keptAt).toEqual([3500]);
  const other = inProgramming().pass(1500).feed({ kind: 'left', to: BODY }, GONE);
  expect(other.pass(1000).keptAt).toEqual([2000]);
});

test('[KPR-R3] what a unit says counts from when it was heard', () => {
  for (const answer of [said(0x62, 0xf1, 0x78), said(0x7f, 0x22, 0x31)]) {
    const bench = inProgramming().pass(1500).feed(answer, GONE);
    expect(bench.pass(2500).keptAt).toEqual([3500]);
  }
});

test('[KPR-R10] the patience ends with the answer', () => {
  const bench = inProgramming()
    .feed(said(0x7f, 0x31, 0x78))
    .pass(1000);
  expect(bench.feed(said(0x71, 1, 0xff, 0), GONE).pass(2500).keptAt).toEqual([3000]);
});

test('[KPR-R4][KPR-R10] the session of a unit that has asked for patience lapses S3 after its patience', () => {
  const busy = () => inProgramming().feed(said(0x7f, 0x31, 0x78));
  expect(busy().pass(9_999).feed(GONE).keptAt).toEqual([9_999]);
  expect(busy().pass(10_000).feed(GONE).pass(4_999).keptAt).toEqual([]);
});

test('[KPR-R4] at S3, and not before, a session has lapsed', () => {
  expect(
    inProgramming()
      .pass(KEEPER_DEFAULTS.s3 - 1)
      .feed(GONE).keptAt,
  ).toEqual([4_999]);
  expect(inProgramming().pass(KEEPER_DEFAULTS.s3).feed(GONE).keptAt).toEqual([]);
});

test('[KPR-R11] a session that is entered again is kept in the words of the last confirmation', () => {
  const bench = inProgramming().feed(said(0x50, 0x85), GONE).pass(2000);
  expect(bench.said).toEqual([[2000, { kind: 'keep-alive', unit: ENGINE, dialect: 'kwp2000' }]]);
});

test('[KPR-R9] the bound of sessions that an executor keeps is sixty-four, however often it says so', () => {
  const watch = (unit: number) => ({ kind: 'watch', unit }) as const;
  const many = (count: number) => Array.from({ length: count }, (_, i) => watch(0x2000 + (i % 64)));
  expect(
    inProgramming()
      .feed(...many(63), watch(ENGINE))
      .pass(2400).keptAt,
  ).toEqual([2400]);
  expect(
    inProgramming()
      .feed(...many(64), watch(ENGINE))
      .pass(2400).keptAt,
  ).toEqual([]);
  expect(
    inProgramming()
      .feed(watch(ENGINE), ...many(200))
      .pass(2400).keptAt,
  ).toEqual([2400]);
});

test('[KPR-R9] a watch that a keeper without an executor is told counts for nobody', () => {
  const bench = new KeeperBench().feed({ kind: 'watch', unit: ENGINE }, { kind: 'attached' }, ENTERED);
  expect(bench.pass(10_000).said).toEqual([]);
});

test('[KPR-R9] an executor is replaced until its last word is as old as a keeper lives', () => {
  const kept = (...late: KeeperInput[]) =>
    inProgramming()
      .feed({ kind: 'watch', unit: ENGINE })
      .pass(600_000)
      .feed(...late)
      .pass(2_000_000)
      .keptAt.at(-1);
  expect(kept()).toBe(897_600);
  expect(kept({ kind: 'left', to: BODY })).toBeGreaterThan(1_490_000);
  expect(kept({ kind: 'sent', to: BODY, bytes: bytesOf(0x3e, 0) })).toBeGreaterThan(1_490_000);
  expect(kept(said(0x62, 0xf1, 0x90))).toBeLessThan(900_000);
});

test('[KPR-R3] a keeper that wakes up late, or from sleep, sends at once, and not earlier than it is due', () => {
  const asleep = inProgramming().feed(GONE);
  asleep.now = 3_000;
  expect(asleep.feed({ kind: 'slept' }).keptAt).toEqual([3_000]);
  const early = inProgramming().feed(GONE);
  early.now = 1_999;
  expect(early.feed({ kind: 'tick' }, { kind: 'slept' }).keptAt).toEqual([]);
  early.now = 2_000;
  expect(early.feed({ kind: 'tick' }).keptAt).toEqual([2_000]);
});

test('[KPR-R6] the wake-up of a keeper is the first of all that is due', () => {
  const bench = inProgramming()
    .pass(1_000)
    .feed({ kind: 'received', unit: BODY, bytes: bytesOf(0x50, 0x03) });
  bench.feed({ kind: 'watch', unit: BODY });
  expect(keeper.deadline(bench.state)).toBe(3_400);
  bench.feed({ kind: 'watch', unit: ENGINE });
  expect(keeper.deadline(bench.state)).toBe(2_400);
  expect(keeper.deadline(bench.feed(GONE).state)).toBe(2_000);
  expect(keeper.deadline(new KeeperBench().state)).toBe(KEEPER_DEFAULTS.linger);
});

test('[KPR-R9] a session that was let lapse and is entered again is watched only when that is said again', () => {
  const watch = { kind: 'watch', unit: ENGINE } as const;
  const again = () => inProgramming().feed(watch, { kind: 'lapse', unit: ENGINE }, ENTERED);
  expect(again().pass(2_400).keptAt).toEqual([]);
  expect(again().feed(watch).pass(2_400).keptAt).toEqual([2_400]);
});

test('[KPR-R6] the handover ends for the units that nobody has spoken to, also beside one that somebody has', () => {
  const bench = inProgramming().feed({ kind: 'received', unit: BODY, bytes: bytesOf(0x50, 0x03) }, GONE);
  bench.feed({ kind: 'attached' }, { kind: 'sent', to: ENGINE, bytes: bytesOf(0x3e, 0) }).pass(100_000);
  expect(bench.keptAt.at(-1)).toBe(28_000);
});
