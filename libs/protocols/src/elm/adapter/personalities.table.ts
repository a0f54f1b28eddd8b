import type { MadeVersion } from '../versions.table.js';

/** Which adapter it is that stands in the car's plug. */
export interface Personality {
  /** Says ATI. */
  readonly name: string;
  /** Says AT@1. */
  readonly description: string;
  /** It knows what this version of the ELM327 knows, whatever it claims to be. */
  readonly knows: MadeVersion;
  /** Says STI, of an STN alone. */
  readonly stn?: { readonly firmware: string; readonly device: string };
  /** Consecutive frames in a row that it can take from a bus; of those behind them it loses every fourth. */
  readonly burst: number;
  /** Commands that it lacks all the same. */
  readonly lacks: readonly string[];
}

const ELM_DESCRIPTION = 'OBDII to RS232 Interpreter';
const ENDLESS = Number.POSITIVE_INFINITY;

export const PERSONALITIES = {
  elm14: { name: 'ELM327 v1.4b', description: ELM_DESCRIPTION, knows: '1.4b', burst: ENDLESS, lacks: [] },
  elm22: { name: 'ELM327 v2.2', description: ELM_DESCRIPTION, knows: '2.2', burst: ENDLESS, lacks: [] },
  stn1110: {
    name: 'ELM327 v1.4b',
    description: 'SCANTOOL.NET LLC',
    knows: '1.4b',
    stn: { firmware: 'STN1110 v4.2.1', device: 'OBDLink r1.7' },
    burst: ENDLESS,
    lacks: [],
  },
  /** As sold by the million: an early command set under a version that was never made. */
  clone15: { name: 'ELM327 v1.5', description: ELM_DESCRIPTION, knows: '1.3a', burst: 8, lacks: ['ATPPS', 'ATAL'] },
  /** A newer version that exists, in name alone. */
  clone21: {
    name: 'ELM327 v2.1',
    description: ELM_DESCRIPTION,
    knows: '1.3a',
    burst: 8,
    lacks: ['ATPPS', 'ATAT', 'ATFCSM'],
  },
} as const satisfies Readonly<Record<string, Personality>>;

export type PersonalityName = keyof typeof PERSONALITIES;
export const PERSONALITY_NAMES = Object.keys(PERSONALITIES) as PersonalityName[];
