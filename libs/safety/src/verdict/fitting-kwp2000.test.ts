import { fromHex } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { demandFor, GOOD, NOW, PLAN } from '../../test/good-facts.js';
import { ENGINE } from '../../test/samples.js';
import type { Moment } from '../gates/gate.js';
import { SAMPLE_CAR, SAMPLE_CAR_KWP2000 } from '../profile/sample-car.js';
import { grant } from './grant.js';
import { judge } from './judge.js';

const REQUESTS = [
  '1081',
  '1087',
  '1085',
  '1a90',
  '1101',
  '2701',
  '2801',
  '2901',
  '2e06100421',
  '31c4008000001000',
  '3400800000001000',
  '36aabb',
  '8501ff0002',
] as const;

const passing = (moment: Moment, profile = SAMPLE_CAR_KWP2000): readonly string[] =>
  REQUESTS.filter((text) => {
    const bytes = fromHex(text) ?? new Uint8Array();
    const mine = grant(PLAN.job, ENGINE, bytes, demandFor(PLAN, moment));
    const visit = { recorded: true, activeTestsAllowed: true };
    const situation = { profile, visit, running: undefined, grant: mine, facts: GOOD };
    return judge({ bytes, addressee: { to: 'unit', unit: ENGINE } }, situation, NOW).kind === 'pass';
  });

test.each<readonly [Moment, readonly string[]]>([
  ['observe', ['1081', '1a90']],
  ['preflight', ['1081', '1a90']],
  ['entry', ['1081', '1087', '1085', '1a90', '2701', '2801', '8501ff0002']],
  ['point-of-no-return', ['2e06100421', '31c4008000001000']],
  ['forward', REQUESTS],
  ['undo', ['1081', '2901', '8501ff0002']],
])('[VRD-R6] to a unit by ISO 14230-3 at "%s" leave only %j', (moment, wanted) => {
  expect(passing(moment)).toEqual(wanted);
});

test('[VRD-R6] the end of silence by ISO 14230-3 is Authentication to a unit by ISO 14229-1, and no undoing', () => {
  expect(passing('undo', SAMPLE_CAR)).toEqual(['1081', '8501ff0002']);
});

test('[VRD-R6] in a vehicle of both dialects that of the unit counts which hears the request', () => {
  const mixed = (own: boolean) => ({
    ...SAMPLE_CAR_KWP2000,
    units: SAMPLE_CAR_KWP2000.units.map((unit) =>
      (unit.address.logical === ENGINE) === own ? unit : { ...unit, dialect: 'uds' as const },
    ),
  });
  expect(passing('entry', mixed(true))).toEqual(passing('entry'));
  expect(passing('entry', mixed(false))).not.toContain('1a90');
});
