import type { ExchangeSizes } from './bare-exchange.js';
import { downloadRequests } from './download.js';
import { firmwareBytes, KIB, MIB } from './firmware-bytes.js';
import { readyUnit } from './ready-unit.js';

const DATA_BYTES = 4 * KIB;
/** Header, and the two addresses of a diagnostic message. */
const DOIP_BYTES = 12;
const ACKNOWLEDGEMENT_BYTES = 13;

/** What both processes of the contest have to agree on. */
export const answerTo = readyUnit(DATA_BYTES + 2);
export const REQUESTS = downloadRequests(firmwareBytes(MIB), DATA_BYTES);

export const SIZES: readonly ExchangeSizes[] = REQUESTS.map((request) => ({
  request: DOIP_BYTES + request.length,
  reply: ACKNOWLEDGEMENT_BYTES + DOIP_BYTES + answerTo(request).length,
}));
