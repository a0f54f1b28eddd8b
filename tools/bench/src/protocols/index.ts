import type { Contest } from '../measure/contest.js';
import { busFlash } from './bus-flash.js';
import { doipCodec } from './doip-codec.js';
import { doipFlash } from './doip-flash.js';
import { isoTpCodec } from './iso-tp-codec.js';

export const protocolContests: readonly Contest[] = [...isoTpCodec, doipCodec, ...doipFlash, ...busFlash];
