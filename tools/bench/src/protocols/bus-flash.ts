import { type Millis, millis } from '@baylink/kernel';
import { systemClock } from '@baylink/kernel/system';
import type { UnitAddress } from '@baylink/transport-vehicle';
import { openIsoTpLink } from '@baylink/transport-vehicle/iso-tp';
import { USUAL_RATES } from '@baylink/twin';
import type { Contest, OpenContest } from '../measure/contest.js';
import { timed } from '../measure/stopwatch.js';
import { exchangeTime } from './bus-limit.js';
import { askAll, downloadRequests } from './download.js';
import { firmwareBytes, KIB } from './firmware-bytes.js';
import { readyUnit } from './ready-unit.js';
import { TimedBus } from './timed-bus.js';
import { UdsTester } from './uds-tester.js';

/** The longest block whose length needs no escape sequence. */
const BLOCK = 4095;
const DATA_BYTES = BLOCK - 2;
const SIZE = 64 * KIB;
const IDS = { request: 0x7e0, response: 0x7e8 };
const UNIT: UnitAddress = { logical: 0x1001, can: IDS };
/** How the unit sees the tester. */
const TESTER: UnitAddress = { logical: 0x0e80, can: { request: IDS.response, response: IDS.request } };

function limitOf(requests: readonly Uint8Array[], answer: (request: Uint8Array) => Uint8Array): Millis {
  return millis(requests.reduce((sum, request) => sum + exchangeTime(request, answer(request), IDS, USUAL_RATES), 0));
}

async function open(): Promise<OpenContest> {
  const clock = systemClock();
  const answer = readyUnit(BLOCK);
  const bus = new TimedBus(clock);
  const unit = openIsoTpLink({ canLink: bus.join('unit'), units: [TESTER], clock });
  unit.listen((event) => {
    if (event.kind === 'message') void unit.send({ to: 'unit', unit: TESTER }, answer(event.bytes));
  });
  const link = openIsoTpLink({ canLink: bus.join('tester'), units: [UNIT], clock });
  await Promise.all([unit.open(), link.open()]);
  const tester = new UdsTester(link, UNIT, clock);
  const requests = downloadRequests(firmwareBytes(SIZE), DATA_BYTES);
  const limit = limitOf(requests, answer);
  return {
    round: async () => ({ ours: await timed(() => askAll(tester, requests)), peer: limit }),
    async close() {
      tester.close();
      await link.close();
      await unit.close();
      bus.stop();
    },
  };
}

export const busFlash: Contest = {
  id: 'bus-flash',
  title:
    'ISO-TP: 64 KiB downloaded in blocks of 4095 bytes over the timed bus at 500 kbit/s, BS 0, STmin 0, by UDS client and link, to a unit that answers at once',
  peer: 'the bit times of the same frames, one right after another',
  ratio: 'share',
  aim: 0.97,
  clock: 'wall',
  rounds: 5,
  open,
};
