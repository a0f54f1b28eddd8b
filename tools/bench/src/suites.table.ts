import { type Suite, suiteOf } from './measure/suite.js';
import { protocolContests } from './protocols/index.js';
import { wan } from './wan/wan-suite.js';

export const SUITES = {
  protocols: suiteOf('codecs and flashes against what the machine and the wire allow', protocolContests),
  wan,
} as const satisfies Readonly<Record<string, Suite>>;

export type SuiteName = keyof typeof SUITES;
