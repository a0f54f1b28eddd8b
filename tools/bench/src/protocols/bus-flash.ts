import { type Millis, millis } from '@baylink/kernel';
import { systemClock } from '@baylink/kernel/system';
import { SimulatedClock } from '@baylink/testing';
import type { Contest } from '../measure/contest.js';
import { timed } from '../measure/stopwatch.js';
import { openBusDownload } from './bus-download.js';
import { KIB } from './firmware-bytes.js';

const SIZE = 64 * KIB;
const LIMIT = { peer: 'the bit times of the same frames, one right after another', ratio: 'share', aim: 0.97 } as const;

/** How long the work takes on this clock, which nothing else moves. */
async function simulated(clock: SimulatedClock, work: () => Promise<void>): Promise<Millis> {
  const start = clock.now();
  let took: Millis | undefined;
  void work().then(() => {
    took = millis(clock.now() - start);
  });
  while (took === undefined) await clock.advance(1);
  return took;
}

export const busFlash: readonly Contest[] = [
  {
    id: 'bus-flash',
    title:
      'ISO-TP: 64 KiB downloaded in blocks of 4095 bytes over the timed bus at 500 kbit/s, BS 0, STmin 0, by UDS client and link, to a unit that answers at once',
    ...LIMIT,
    clock: 'wall',
    rounds: 5,
    async open() {
      const { limit, run, close } = await openBusDownload(systemClock(), SIZE);
      return { round: async () => ({ ours: await timed(run), peer: limit }), close };
    },
  },
  {
    id: 'bus-flash-simulated',
    title: 'The same on a simulated clock, as on a computer that is never late',
    ...LIMIT,
    clock: 'simulated',
    rounds: 1,
    async open() {
      const clock = new SimulatedClock();
      const { limit, run, close } = await openBusDownload(clock, SIZE);
      return { round: async () => ({ ours: await simulated(clock, run), peer: limit }), close };
    },
  },
];
