import { bytesOf, err, ok } from '@baylink/kernel';
import type { Pass, PassMoment } from '@baylink/safety';
import { expect, test, vi } from 'vitest';
import { carBench, ENGINE } from '../../test/car-bench.js';

// Passes of a job’s moments come from a job alone; here only what the door makes of the moment counts.
vi.mock('@baylink/safety', async (load) => ({
  ...(await load<typeof import('@baylink/safety')>()),
  redeem: (pass: Pass) => ({ ok: true, value: pass }),
}));

const passAt = (moment: PassMoment): Pass =>
  ({ moment, bytes: bytesOf(0x3e, 0x80), addressee: { to: 'unit', unit: ENGINE } }) as unknown as Pass;

/** By I17: from the first erase on a unit waits for the rest. */
const LEAVES: readonly (readonly [PassMoment, boolean])[] = [
  ['asked', false],
  ['observe', false],
  ['memory-read', false],
  ['preflight', false],
  ['arming', false],
  ['entry', false],
  ['point-of-no-return', true],
  ['forward', true],
  ['look-back', true],
  ['undo', true],
  ['keep-alive', true],
];

test.each(LEAVES)('[SHP-R123] at "%s" what cannot be recorded leaves: %s', async (moment, leaves) => {
  const sent: number[] = [];
  const { door, record } = carBench([], (link) => ({
    ...link,
    kind: 'bench',
    listen: () => () => undefined,
    send: async (_, bytes) => {
      sent.push(bytes.length);
      return ok();
    },
  }));
  expect((await door.send(passAt(moment))).ok).toBe(true);
  record.now = err('the disk is full');
  expect((await door.send(passAt(moment))).ok).toBe(leaves);
  expect(sent).toHaveLength(leaves ? 2 : 1);
});
