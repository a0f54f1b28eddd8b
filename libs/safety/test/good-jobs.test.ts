import { describe, expect, test } from 'vitest';
import { PROFILES } from '../src/index.js';
import { tryJob } from './incidents/attempt-job.js';
import type { JobAttempt } from './incidents/incident.js';
import { ENGINE } from './samples.js';

const MAKES = [...PROFILES.keys()].filter((id) => id !== 'unknown');

/** The sample car's jobs within the limits of every make that ships, at the middle of its own band. */
const JOBS = MAKES.flatMap((profileId) =>
  (['programming', 'coding'] as const).map((kind): JobAttempt => ({ as: 'job', kind, profileId })),
);

const TWO_BLOCKS = {
  memory: [
    { source: 'test', name: 'code', start: 0x8000, end: 0xa000 },
    { source: 'test', name: 'calibration', start: 0xa000, end: 0x100000 },
  ],
};
const MARK = { programming: { marks: [{ name: 'power class', did: 0x0610, address: 0x8000, length: 2 }] } };

/** The neighbours of incidents: the same circumstances, and everything right. */
const NEIGHBOURS: readonly (readonly [string, JobAttempt])[] = [
  ['a file made for this unit', { as: 'job', kind: 'programming', file: { madeFor: ENGINE } }],
  ['a file made for this unit on CAN', { as: 'job', kind: 'programming', file: { madeFor: 0x7e0 } }],
  ['a file for this hardware', { as: 'job', kind: 'programming', file: { hardware: 'BLE-HW-07' } }],
  [
    'both blocks named and both in the file',
    { as: 'job', kind: 'programming', unit: TWO_BLOCKS, plan: { file: { blocks: ['calibration', 'code'] } } },
  ],
  ['an equal mark', { as: 'job', kind: 'programming', unit: MARK, file: { marks: { 'power class': '0320' } } }],
  [
    'a publisher that is asked for',
    {
      as: 'job',
      kind: 'programming',
      policy: { publisherRequired: true },
      file: { publisher: { kind: 'verified', name: 'maker' } },
    },
  ],
  [
    'a brake unit and two experts',
    {
      as: 'job',
      kind: 'coding',
      unit: { safety: 'brake' },
      knows: { authority: { countersigner: secondExpert() } },
    },
  ],
  [
    'a full laptop battery',
    { as: 'job', kind: 'programming', knows: { workstation: { power: { kind: 'battery', percent: 80 } } } },
  ],
  ['the lower edge of the band', { as: 'job', kind: 'coding', volts: { level: 13_610 } }],
  ['the upper edge of the band', { as: 'job', kind: 'coding', volts: { level: 14_180 } }],
];

function secondExpert() {
  return {
    ...{ key: 'second', expert: 'S. Second', organisation: 'Org', pinnedRoot: true, revoked: false },
    ...{ effects: ['code'], makes: ['*'], validUntil: 1e12, planDigest: 'a1'.repeat(32) },
  };
}

describe('[INC-R2] good jobs pass', () => {
  test.each(JOBS)('[INC-R2] $kind within the limits of $profileId', (attempt) => {
    const { state, bench } = tryJob(attempt);
    expect(state, bench.job.sentence).toBe('DONE');
  });

  test.each(NEIGHBOURS)('[INC-R2] %s', (_, attempt) => {
    const { state, bench } = tryJob(attempt);
    expect(state, bench.job.sentence).toBe('DONE');
  });
});
