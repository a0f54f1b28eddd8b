import { type Clock, type Millis, millis } from '@baylink/kernel';
import type { UnitAddress } from '@baylink/transport-vehicle';
import { openIsoTpLink } from '@baylink/transport-vehicle/iso-tp';
import { USUAL_RATES } from '@baylink/twin';
import { exchangeTime } from './bus-limit.js';
import { askAll, downloadRequests } from './download.js';
import { firmwareBytes } from './firmware-bytes.js';
import { readyUnit } from './ready-unit.js';
import { TimedBus } from './timed-bus.js';
import { UdsTester } from './uds-tester.js';

/** The longest block whose length needs no escape sequence. */
const BLOCK = 4095;
const DATA_BYTES = BLOCK - 2;
const IDS = { request: 0x7e0, response: 0x7e8 };
const UNIT: UnitAddress = { logical: 0x1001, can: IDS };
/** How the unit sees the tester. */
const TESTER: UnitAddress = { logical: 0x0e80, can: { request: IDS.response, response: IDS.request } };

function limitOf(requests: readonly Uint8Array[], answer: (request: Uint8Array) => Uint8Array): Millis {
  return millis(requests.reduce((sum, request) => sum + exchangeTime(request, answer(request), IDS, USUAL_RATES), 0));
}

/** A download over the timed bus at 500 kbit/s, BS 0 and STmin 0, by UDS client and ISO-TP link to a unit that answers at once. */
export interface BusDownload {
  /** The bit times of its frames, one right after another. */
  readonly limit: Millis;
  run(): Promise<void>;
  close(): Promise<void>;
}

export async function openBusDownload(clock: Clock, bytes: number): Promise<BusDownload> {
  const answer = readyUnit(BLOCK);
  const bus = new TimedBus(clock);
  const unit = openIsoTpLink({ canLink: bus.join('unit'), units: [TESTER], clock });
  unit.listen((event) => {
    if (event.kind === 'message') void unit.send({ to: 'unit', unit: TESTER }, answer(event.bytes));
  });
  const link = openIsoTpLink({ canLink: bus.join('tester'), units: [UNIT], clock });
  await Promise.all([unit.open(), link.open()]);
  const tester = new UdsTester(link, UNIT, clock);
  const requests = downloadRequests(firmwareBytes(bytes), DATA_BYTES);
  return {
    limit: limitOf(requests, answer),
    run: () => askAll(tester, requests),
    async close() {
      tester.close();
      await link.close();
      await unit.close();
      bus.stop();
    },
  };
}
