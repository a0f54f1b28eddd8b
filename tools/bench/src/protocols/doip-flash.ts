import { fork } from 'node:child_process';
import { once } from 'node:events';
import { systemClock } from '@baylink/kernel/system';
import { GATEWAY_UNIT } from '@baylink/testing';
import { openDoipLink } from '@baylink/transport-vehicle/doip';
import { alternating, type Contest, type OpenContest } from '../measure/contest.js';
import { timed } from '../measure/stopwatch.js';
import { BareExchange } from './bare-exchange.js';
import { REQUESTS, SIZES } from './doip-download.js';
import { askAll } from './download.js';
import { UdsTester } from './uds-tester.js';
import type { UnitPorts } from './unit-process.js';

async function open(gateway: 'prompt' | 'entity'): Promise<OpenContest> {
  const clock = systemClock();
  const unit = fork(new URL('./unit-process.js', import.meta.url));
  const [ports] = (await once(unit, 'message')) as [UnitPorts];
  const link = openDoipLink({ host: '127.0.0.1', port: ports[gateway], units: [GATEWAY_UNIT], clock });
  const opened = await link.open();
  if (!opened.ok) throw new Error(opened.error.message);
  const tester = new UdsTester(link, GATEWAY_UNIT, clock);
  const bare = await BareExchange.open(ports.bare, SIZES);
  return {
    round: (index) =>
      alternating(
        index,
        () => timed(() => askAll(tester, REQUESTS)),
        () => timed(() => bare.run()),
      ),
    async close() {
      tester.close();
      await link.close();
      bare.close();
      unit.disconnect();
      await once(unit, 'exit');
    },
  };
}

const DOWNLOAD =
  '1 MiB downloaded in blocks of 4 KiB over loopback, by UDS client and DoIP link, to a unit in another process';
const PEER = {
  peer: 'bare TCP with the same message sizes, acknowledgement and answer in one write',
  ratio: 'times',
  clock: 'wall',
  rounds: 25,
} as const;

export const doipFlash: readonly Contest[] = [
  {
    id: 'doip-flash',
    title: `DoIP: ${DOWNLOAD} that answers at once`,
    aim: 1.5,
    ...PEER,
    open: () => open('prompt'),
  },
  {
    id: 'doip-flash-entity',
    title: `DoIP: ${DOWNLOAD}, through the entity of the virtual vehicle`,
    aim: undefined,
    ...PEER,
    open: () => open('entity'),
  },
];
