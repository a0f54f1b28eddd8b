import { hex } from '@baylink/kernel';
import { toIntelHex } from '@baylink/protocols/firmware';
import { buildImage, ENGINE, ENGINE_FLASH } from '@baylink/twin';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkedRun } from '../../apps/simulator/src/run/checked-run.js';
import { Dice } from '../../apps/simulator/src/run/dice.js';
import { cleanLengths, orderOf } from '../../apps/simulator/src/run/execute.js';
import { PLACES } from '../../apps/simulator/src/world/places.js';

const INSTANTS = 200;
const GROUP = 25;
const BLOCK_HEAD = 2;

/** A right file of this unit, and not the one that was shown. */
const OTHER = toIntelHex({
  segments: [
    {
      address: ENGINE_FLASH.start,
      bytes: buildImage({
        softwareId: 'BLE-ENG-0666',
        hardwareId: ENGINE.hardwareId,
        version: '6.6.6',
        length: 6 * 1024,
      }),
    },
  ],
  header: '',
});

let length = 0;
beforeAll(async () => {
  length = (await cleanLengths()).flash;
});

/** A flash in which the staged file becomes another one, from one operation of the shop to the next. */
async function exchangedAt(instant: number, seed: number) {
  const order = await orderOf('flash');
  const { file } = order;
  if (file === undefined) throw new Error('the order has a file');
  let exchanged = 'not there';
  const run = await checkedRun({
    ...{ seed, order },
    watch: (_, when, count, { world }) => {
      if (when !== 'before' || count !== instant) return;
      for (const name of [file.sha256, `${file.sha256}.part`])
        if (world.disk.exchange(`${PLACES.staging}/${name}`, OTHER)) exchanged = name;
    },
  });
  return { order, run, exchanged };
}

describe('a staged file that is exchanged at any instant is never what runs', () => {
  let found = 0;
  let done = 0;
  test.each(Array.from({ length: INSTANTS / GROUP }, (_, group) => group))(
    `instants of group %i`,
    async (group) => {
      const dice = new Dice(9_000 + group);
      for (let i = 0; i < GROUP; i += 1) {
        const instant = 1 + dice.below(length);
        const { order, run, exchanged } = await exchangedAt(instant, 1 + dice.below(1_000_000));
        if (exchanged !== 'not there') found += 1;
        expect(run.broken, `at operation ${instant}`).toEqual([]);
        expect(run.ending.kind, `at operation ${instant}`).not.toBe('endless');
        const planned = hex(order.image?.bytes ?? new Uint8Array());
        const original = hex(run.evidence.before.flash ?? new Uint8Array());
        for (const { direction, bytes } of run.evidence.seen)
          if (direction === 'tx' && bytes[0] === 0x36) {
            const content = hex(bytes.subarray(BLOCK_HEAD));
            expect(planned.includes(content) || original.includes(content), `at operation ${instant}`).toBe(true);
          }
        if (run.ending.kind === 'over' && run.ending.state === 'DONE') done += 1;
      }
    },
    120_000,
  );

  test('most of them met a file that was there, and jobs that had read it before went through', () => {
    expect(found).toBeGreaterThan(INSTANTS / 2);
    expect(done).toBeGreaterThan(0);
  });
});
