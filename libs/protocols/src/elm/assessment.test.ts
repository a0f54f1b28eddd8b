import { millis } from '@baylink/kernel';
import { describe, expect, test } from 'vitest';
import type { PersonalityName } from './adapter/index.js';
import { assess, cloneEvidence, type Observed } from './assessment.js';
import { AdapterBench, QUIET } from './elm.rig.js';
import { NO_COMMAND, PROBES } from './versions.table.js';

const ELM: Observed = {
  name: 'ELM327 v1.4b',
  stn: undefined,
  unknown: ['ATAMC'],
  agreesToAnything: false,
  segments: false,
  flowControl: true,
  roundTrip: millis(12),
};
const STN: Observed = { ...ELM, stn: 'STN1110 v4.2.1', segments: true };
const NOTHING = { dropped: 0, longestWhole: 0 };

/** What the self-test sees of an adapter of this kind. */
function observe(who: PersonalityName): Observed {
  const bench = new AdapterBench(who).set(...QUIET);
  const said = (command: string): string => bench.says(`${command}\r`).replace('\r\r>', '');
  const stn = said('STI');
  return {
    ...ELM,
    name: said('ATI'),
    stn: stn === '?' ? undefined : stn,
    unknown: PROBES.flatMap(({ command }) => (said(command) === '?' ? [command] : [])),
    agreesToAnything: said(NO_COMMAND) === 'OK',
    segments: said('STCSEGT1') === 'OK',
  };
}

describe('[ELM-R13] clones', () => {
  test.each<[PersonalityName, RegExp | undefined]>([
    ['elm14', undefined],
    ['elm22', undefined],
    ['stn1110', undefined],
    ['clone15', /version 1\.5, which was never made/],
    ['clone21', /does not know ATPPS, ATCSM0, ATIGN, ATRD, ATAMC, which version 2\.1 has/],
  ])('%s', (who, words) => {
    const evidence = cloneEvidence(observe(who));
    if (words === undefined) expect(evidence).toBeUndefined();
    else expect(evidence).toMatch(words);
  });

  test('one that has no ELM327 in its name, and one that says OK to everything', () => {
    expect(cloneEvidence({ ...ELM, name: 'OBDII v9.0' })).toMatch(/never made/);
    expect(cloneEvidence({ ...ELM, name: 'hello' })).toMatch(/no ELM327/);
    expect(cloneEvidence({ ...STN, agreesToAnything: true })).toMatch(/does not exist/);
  });
});

describe('[ELM-R14] programming', () => {
  test('an STN is able', () => {
    expect(assess(STN, NOTHING)).toMatchObject({
      adapter: 'STN1110 v4.2.1',
      longestMessage: 4095,
      programming: { able: true, proof: 'tested' },
    });
  });

  test.each<[string, Observed, { dropped: number; longestWhole: number }, RegExp]>([
    ['an ELM327', ELM, NOTHING, /longer than 7 bytes/],
    ['an STN without segmentation', { ...STN, segments: false }, NOTHING, /STCSEGT/],
    ['an STN without flow control', { ...STN, flowControl: false }, NOTHING, /ATFCSM/],
    ['an STN that loses frames', STN, { dropped: 2, longestWhole: 100 }, /lost frames of 2 messages/],
    ['an STN that says OK to everything', { ...STN, agreesToAnything: true }, NOTHING, /does not exist/],
  ])('%s is not, and says why', (_, observed, seen, why) => {
    expect(assess(observed, seen).programming).toEqual({ able: false, why: expect.stringMatching(why) });
  });

  test('the sentences name clone, loss and limit', () => {
    const { adapter, sentences } = assess({ ...ELM, name: 'ELM327 v1.5' }, { dropped: 1, longestWhole: 62 });
    expect(adapter).toBe('ELM327 v1.5 (clone)');
    expect(sentences).toEqual([
      'The adapter says it is an ELM327 v1.5, and is a clone: it claims version 1.5, which was never made.',
      'It sends requests of up to 7 bytes.',
      'It has lost frames of 1 messages; the longest that came whole has 62 bytes.',
      'No programming with this adapter: an ELM327 sends no request that is longer than 7 bytes.',
    ]);
  });
});
