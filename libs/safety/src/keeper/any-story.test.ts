import { bytesOf } from '@baylink/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BODY, ENGINE, KeeperBench } from '../../test/keeper-bench.js';
import { KEEPER_DEFAULTS, type KeeperInput, mayLeaveUnasked, ownMessage } from './index.js';

const unit = fc.constantFrom(ENGINE, BODY);
const bytes = fc.uint8Array({ maxLength: 8 });
const anything: fc.Arbitrary<KeeperInput> = fc.oneof(
  fc.constant<KeeperInput>({ kind: 'attached' }),
  fc.constant<KeeperInput>({ kind: 'detached' }),
  fc.constant<KeeperInput>({ kind: 'tick' }),
  fc.record({ kind: fc.constant('sent' as const), to: fc.oneof(unit, fc.constant('all' as const)), bytes }),
  fc.record({ kind: fc.constant('received' as const), unit, bytes }),
  fc.record({
    kind: fc.constant('received' as const),
    unit,
    bytes: fc.constantFrom(
      bytesOf(0x50, 2),
      bytesOf(0x50, 3),
      bytesOf(0x50, 1),
      bytesOf(0x51, 1),
      bytesOf(0x7f, 0x31, 0x78),
    ),
  }),
  fc.record({ kind: fc.constantFrom('lapse' as const, 'watch' as const), unit }),
);
const story = fc.array(fc.tuple(anything, fc.nat(6000)), { maxLength: 40 });

test('[KPR-R1] under any story a keeper only ever keeps or ends, and what it sends is 3E 80 or 3E 02', () => {
  fc.assert(
    fc.property(story, (steps) => {
      const bench = new KeeperBench();
      for (const [input, pause] of steps) bench.feed(input).pass(pause);
      for (const [, out] of bench.said) expect(['keep-alive', 'end']).toContain(out.kind);
    }),
  );
  fc.assert(fc.property(fc.uint8Array(), (any) => mayLeaveUnasked(any) === ['62,128', '62,2'].includes(any.join())));
  expect([...ownMessage('uds')]).toEqual([0x3e, 0x80]);
  expect([...ownMessage('kwp2000')]).toEqual([0x3e, 0x02]);
});

test('[KPR-R3] under any story no kept unit waits longer than S3/2 while the keeper is alone', () => {
  fc.assert(
    fc.property(story, (steps) => {
      const bench = new KeeperBench();
      const late = (): readonly number[] => {
        const { state, now } = bench;
        return state.kind === 'alone'
          ? state.sessions.filter(({ busy }) => busy === undefined).map(({ last }) => now - last)
          : [];
      };
      for (const [input, pause] of steps) {
        bench.feed(input);
        bench.pass(pause);
        for (const gap of late()) expect(gap).toBeLessThanOrEqual(KEEPER_DEFAULTS.s3 / 2);
      }
    }),
  );
});

test('[KPR-R7] under any story a keeper that stays alone ends in bounded time', () => {
  fc.assert(
    fc.property(story, (steps) => {
      const bench = new KeeperBench();
      for (const [input, pause] of steps) bench.feed(input).pass(pause);
      bench.feed({ kind: 'detached' }).pass(KEEPER_DEFAULTS.longest);
      expect(bench.state.kind).toBe('ended');
    }),
  );
});
