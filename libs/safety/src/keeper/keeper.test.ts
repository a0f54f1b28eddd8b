import { bytesOf } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { BODY, ENGINE, ENTERED, inProgramming, KeeperBench } from '../../test/keeper-bench.js';
import { KEEPER_DEFAULTS, type KeeperInput, keeper, mayLeaveUnasked } from './index.js';

test('[KPR-R2] an attached executor keeps its sessions itself', () => {
  expect(inProgramming().pass(600_000).said).toEqual([]);
});

test('[KPR-R3] when the executor is gone its unit hears 3E 80 every two seconds, counted from the last message', () => {
  const bench = inProgramming().pass(1000);
  bench.feed({ kind: 'sent', to: ENGINE, bytes: bytesOf(0x36, 1, 0) }).pass(300);
  expect(bench.feed({ kind: 'detached' }).pass(7000).keptAt).toEqual([3000, 5000, 7000]);
});

test('[KPR-R3] a keep-alive that is due when the executor dies leaves at once', () => {
  expect(inProgramming().pass(4900).feed({ kind: 'detached' }).keptAt).toEqual([4900]);
});

test('[KPR-R3] a message to everybody counts for each unit', () => {
  const bench = inProgramming().pass(1500);
  bench.feed({ kind: 'sent', to: 'all', bytes: bytesOf(0x3e, 0x80) }, { kind: 'detached' });
  expect(bench.pass(2500).keptAt).toEqual([3500]);
});

test.each<readonly [string, readonly KeeperInput[]]>([
  ['was left', [{ kind: 'received', unit: ENGINE, bytes: bytesOf(0x50, 0x01) }]],
  ['was left in the words of ISO 14230-3', [{ kind: 'received', unit: ENGINE, bytes: bytesOf(0x50, 0x81) }]],
  ['ended with a reset', [{ kind: 'received', unit: ENGINE, bytes: bytesOf(0x51, 0x01) }]],
  ['was left without an answer', [{ kind: 'sent', to: ENGINE, bytes: bytesOf(0x10, 0x81) }]],
  ['was let lapse', [{ kind: 'lapse', unit: ENGINE }]],
])('[KPR-R4] a session that %s is not kept', (_, inputs) => {
  const bench = inProgramming().feed(...inputs, { kind: 'detached' });
  expect(bench.pass(KEEPER_DEFAULTS.linger).said).toEqual([[5000, { kind: 'end', why: 'nothing-to-keep' }]]);
});

test('[KPR-R9] an executor that stalls is replaced within S3/2, and no longer when it speaks again', () => {
  const bench = inProgramming().feed({ kind: 'watch', unit: ENGINE }).pass(6000);
  expect(bench.keptAt).toEqual([2400, 4800]);
  for (let i = 0; i < 10; i++) bench.pass(2000).feed({ kind: 'sent', to: ENGINE, bytes: bytesOf(0x3e, 0x80) });
  expect(bench.keptAt).toEqual([2400, 4800, 7200]);
});

test('[KPR-R9] an executor that never speaks again is not replaced for ever', () => {
  const bench = inProgramming().feed({ kind: 'watch', unit: ENGINE }).pass(3_600_000);
  expect(bench.keptAt.at(-1)).toBeLessThan(KEEPER_DEFAULTS.longest);
});

test('[KPR-R9] a session that the executor lets lapse is not kept in its place', () => {
  const watch = { kind: 'watch', unit: ENGINE } as const;
  expect(inProgramming().feed(watch, { kind: 'lapse', unit: ENGINE }).pass(10_000).said).toEqual([]);
  expect(new KeeperBench().feed({ kind: 'attached' }, watch).pass(10_000).said).toEqual([]);
});

test.each<readonly [string, readonly KeeperInput[]]>([
  ['of an executor that is gone', [{ kind: 'detached' }]],
  ['of an executor that is late', [{ kind: 'watch', unit: ENGINE }]],
])('[KPR-R10] a unit %s that has asked for patience gets nothing while it works', (_, inputs) => {
  const bench = inProgramming().feed(...inputs);
  const pending = { kind: 'received', unit: ENGINE, bytes: bytesOf(0x7f, 0x31, 0x78) } as const;
  for (let i = 0; i < 3; i++) bench.feed(pending).pass(4000);
  expect(bench.keptAt).toEqual([]);
  expect(bench.pass(1000).keptAt).toEqual([13_000]);
});

test('[KPR-R4] a session that has lapsed by itself is not kept', () => {
  expect(inProgramming().pass(KEEPER_DEFAULTS.s3).feed({ kind: 'detached' }).pass(4999).said).toEqual([]);
});

test('[KPR-R4] a unit that refuses a session is not in it', () => {
  const bench = new KeeperBench().feed({ kind: 'attached' }, { kind: 'sent', to: ENGINE, bytes: bytesOf(0x10, 0x02) });
  bench.feed({ kind: 'received', unit: ENGINE, bytes: bytesOf(0x7f, 0x10, 0x22) }, { kind: 'detached' });
  expect(bench.pass(4999).said).toEqual([]);
});

test('[KPR-R5] a session that was entered without a positive response is kept', () => {
  const bench = new KeeperBench().feed({ kind: 'attached' }, { kind: 'sent', to: BODY, bytes: bytesOf(0x10, 0x83) });
  expect(bench.feed({ kind: 'detached' }).pass(2000).said).toEqual([
    [2000, { kind: 'keep-alive', unit: BODY, dialect: 'uds' }],
  ]);
});

test('[KPR-R11] a session that was confirmed in the words of ISO 14230-3 is kept in them', () => {
  const bench = new KeeperBench().feed({ kind: 'attached' }, { kind: 'sent', to: ENGINE, bytes: bytesOf(0x10, 0x85) });
  bench.feed({ kind: 'received', unit: ENGINE, bytes: bytesOf(0x50, 0x85) }, { kind: 'detached' }).pass(2000);
  expect(bench.said).toEqual([[2000, { kind: 'keep-alive', unit: ENGINE, dialect: 'kwp2000' }]]);
});

test('[KPR-R6] a new executor finds the session kept until it speaks to the unit', () => {
  const bench = inProgramming().feed({ kind: 'detached' }).pass(3500).feed({ kind: 'attached' }).pass(3000);
  expect(bench.keptAt).toEqual([2000, 4000, 6000]);
  bench.feed({ kind: 'sent', to: BODY, bytes: bytesOf(0x3e, 0) }).pass(2000);
  expect(bench.keptAt).toEqual([2000, 4000, 6000, 8000]);
  bench.feed({ kind: 'sent', to: ENGINE, bytes: bytesOf(0x3e, 0) }).pass(100_000);
  expect(bench.keptAt).toHaveLength(4);
});

test('[KPR-R6] a new executor that never speaks to the unit lets it lapse in bounded time', () => {
  const bench = inProgramming().feed({ kind: 'detached' }, { kind: 'attached' }).pass(600_000);
  expect(bench.keptAt.at(-1)).toBeLessThanOrEqual(KEEPER_DEFAULTS.handover);
  expect(bench.said.filter(([, { kind }]) => kind === 'end')).toEqual([]);
});

test('[KPR-R7] a keeper without an executor keeps for a quarter of an hour and ends', () => {
  const bench = inProgramming().feed({ kind: 'detached' }).pass(3_600_000);
  expect(bench.said.at(-1)).toEqual([900_000, { kind: 'end', why: 'too-long' }]);
  expect(bench.keptAt.at(-1)).toBeLessThan(900_000);
});

test('[KPR-R7] a keeper that nobody ever attaches to ends', () => {
  expect(new KeeperBench().pass(60_000).said).toEqual([[5000, { kind: 'end', why: 'nothing-to-keep' }]]);
});

test('[KPR-R7][KPR-R8] a lost link ends the keeper at once, and nothing follows', () => {
  const bench = inProgramming().feed({ kind: 'link-lost' }, { kind: 'detached' }, ENTERED, { kind: 'attached' });
  expect(bench.pass(3_600_000).said).toEqual([[0, { kind: 'end', why: 'link-lost' }]]);
  expect(keeper.deadline(bench.state)).toBeUndefined();
});

const IN_BODY = { kind: 'received', unit: BODY, bytes: bytesOf(0x50, 0x03) } as const;

test('[KPR-R3] each unit has a time of its own: what one says is no message of the other', () => {
  const bench = inProgramming().feed(IN_BODY).pass(1000);
  bench.feed({ kind: 'received', unit: BODY, bytes: bytesOf(0x62, 0xf1, 0x90) }, { kind: 'detached' }).pass(2000);
  expect(bench.said).toEqual([
    [2000, { kind: 'keep-alive', unit: ENGINE, dialect: 'uds' }],
    [3000, { kind: 'keep-alive', unit: BODY, dialect: 'uds' }],
  ]);
});

test('[KPR-R4] a unit that has reset is forgotten, and its neighbour is kept', () => {
  const bench = inProgramming().feed(IN_BODY, { kind: 'received', unit: ENGINE, bytes: bytesOf(0x51, 0x01) });
  expect(bench.feed({ kind: 'detached' }).pass(2000).said).toEqual([
    [2000, { kind: 'keep-alive', unit: BODY, dialect: 'uds' }],
  ]);
});

test('[KPR-R4] a positive response without a session is no session', () => {
  const bench = new KeeperBench().feed({ kind: 'attached' }, { kind: 'received', unit: ENGINE, bytes: bytesOf(0x50) });
  expect(bench.feed({ kind: 'detached' }).pass(4999).said).toEqual([]);
});

test.each([
  ['to everybody', { kind: 'sent', to: 'all', bytes: bytesOf(0x10, 0x83) }],
  ['of another service', { kind: 'sent', to: ENGINE, bytes: bytesOf(0x28, 0x83) }],
  ['without the bit', { kind: 'sent', to: ENGINE, bytes: bytesOf(0x10, 0x03) }],
] as const)('[KPR-R5] a request %s enters no session by itself', (_, input) => {
  const bench = new KeeperBench().feed({ kind: 'attached' }, input, { kind: 'detached' });
  expect(bench.pass(4999).said).toEqual([]);
});

test('[KPR-R6] what the new executor has spoken to is its own again, and only that', () => {
  const bench = inProgramming().feed(IN_BODY, { kind: 'detached' }, { kind: 'attached' });
  bench.feed({ kind: 'sent', to: ENGINE, bytes: bytesOf(0x3e, 0x80) }).pass(4000);
  expect(bench.said).toEqual([
    [2000, { kind: 'keep-alive', unit: BODY, dialect: 'uds' }],
    [4000, { kind: 'keep-alive', unit: BODY, dialect: 'uds' }],
  ]);
});

test('[KPR-R6] while it is attached a keeper wakes up for what it keeps, and for nothing else', () => {
  const own = inProgramming();
  expect(keeper.deadline(own.state)).toBeUndefined();
  const taken = inProgramming().feed({ kind: 'detached' }, { kind: 'attached' });
  expect(keeper.deadline(taken.state)).toBe(2000);
  taken.pass(KEEPER_DEFAULTS.handover);
  expect(keeper.deadline(taken.state)).toBeUndefined();
});

test('[KPR-R6] a session that was handed over for good is kept again when the next executor dies', () => {
  const bench = inProgramming().feed({ kind: 'detached' }, { kind: 'attached' }).pass(KEEPER_DEFAULTS.handover);
  const before = bench.keptAt.length;
  bench.feed({ kind: 'detached' }).pass(100);
  expect(bench.keptAt.length).toBeGreaterThan(before);
});

test('[KPR-R7] more than sixty-four sessions are not kept', () => {
  const bench = new KeeperBench().feed({ kind: 'attached' });
  for (let unit = 1; unit <= 70; unit++) bench.feed({ kind: 'received', unit, bytes: bytesOf(0x50, 0x03) });
  bench.feed({ kind: 'detached' }).pass(2000);
  expect(bench.said).toHaveLength(64);
});

test('[KPR-R1] only 3E 80 and 3E 02, whole and alone, may leave unasked', () => {
  for (const sub of [0x80, 0x02]) expect(mayLeaveUnasked(bytesOf(0x3e, sub))).toBe(true);
  for (const bytes of [[], [0x3e], [0x80], [0x3e, 0x00], [0x3f, 0x80], [0x3e, 0x80, 0x00], [0x80, 0x3e]])
    expect(mayLeaveUnasked(Uint8Array.from(bytes))).toBe(false);
});
