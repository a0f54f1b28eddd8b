import { doipEntrance } from './doip/doip-port.js';
import { doipTlsEntrance } from './doip/doip-tls-port.js';
import { elmEntrance } from './elm/elm-port.js';
import { elmTcpEntrance } from './elm/elm-tcp-port.js';
import { kLineEntrance } from './k-line/k-line-port.js';
import { passThruEntrance } from './pass-thru/pass-thru-port.js';
import type { EntranceKind } from './port.js';
import { slcanEntrance } from './slcan/slcan-port.js';
import { supplyEntrance } from './supply/supply-port.js';

/** Every way in which testers can reach the car, by the option that asks for it. */
export const ENTRANCES = {
  doip: doipEntrance,
  doipTls: doipTlsEntrance,
  slcan: slcanEntrance,
  elm: elmEntrance,
  elmTcp: elmTcpEntrance,
  kLine: kLineEntrance,
  j2534: passThruEntrance,
  supply: supplyEntrance,
} as const satisfies Readonly<Record<string, EntranceKind>>;

export type EntranceName = keyof typeof ENTRANCES;
export const ENTRANCE_NAMES = Object.keys(ENTRANCES) as EntranceName[];
