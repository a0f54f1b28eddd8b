import { doipKind, doipTlsKind } from './kinds/doip.js';
import { elmKind } from './kinds/elm.js';
import { j2534Kind } from './kinds/j2534.js';
import { kLineKind } from './kinds/k-line.js';
import { simKind } from './kinds/sim.js';
import { slcanKind } from './kinds/slcan.js';
import { socketCanKind } from './kinds/socketcan.js';
import type { LinkKind } from './link-kind.js';

/** Every way into a car that this shop client knows. */
export const LINK_KINDS: ReadonlyMap<string, LinkKind> = new Map([
  ['slcan', slcanKind],
  ['socketcan', socketCanKind],
  ['elm', elmKind],
  ['doip', doipKind],
  ['doips', doipTlsKind],
  ['kline', kLineKind],
  ['j2534', j2534Kind],
  ['sim', simKind],
]);
