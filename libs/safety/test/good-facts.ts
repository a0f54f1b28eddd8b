import { millis } from '@baylink/kernel';
import { known } from '../src/facts/fact.js';
import type { Demand, Facts, Moment, Plan } from '../src/index.js';
import {
  acknowledgementAt,
  briefOf,
  DIGEST,
  ENGINE,
  goodSurroundings,
  historyUntil,
  IMAGE,
  programmingPlan,
  steady,
  TEXTS,
} from './samples.js';

export const NOW = millis(100_000);
export const SOFTWARE = 'BLE-ENG-0100';
export const PLAN = programmingPlan(SOFTWARE);

const PLACES = ['shop-disk', 'broker'].map((medium) => ({ medium, digest: 'cc'.repeat(32) }));

/** Facts with which every gate holds for `PLAN` at `NOW`. */
export const GOOD: Facts = {
  ...goodSurroundings(NOW, [historyUntil(NOW, steady)]),
  identity: known({ ...TEXTS, unit: ENGINE, software: SOFTWARE }, NOW, 'unit'),
  vehicle: known(
    ['ignition', 'engine speed', 'vehicle speed'].map((condition) => ({
      condition,
      value: condition === 'ignition' ? 1 : 0,
    })),
    NOW,
    'units',
  ),
  backup: known(
    {
      grade: 'A',
      serial: TEXTS.serial,
      unit: ENGINE,
      digest: 'cc'.repeat(32),
      places: PLACES,
      proof: { kind: 'read' },
      original: null,
    },
    NOW,
    'store',
  ),
  drill: known({ digest: 'cc'.repeat(32), places: PLACES, blocks: 6 }, NOW, 'store'),
  rehearsal: known(
    {
      twin: 'dd'.repeat(32),
      planDigest: DIGEST,
      backup: 'cc'.repeat(32),
      scenes: [{ scene: 'the plan as it is', held: true, sentence: 'Ended in DONE.' }],
    },
    NOW,
    'rehearsal',
  ),
  image: known(IMAGE, NOW, 'disk'),
  acknowledgement: known(acknowledgementAt(NOW, 7), NOW, 'bay'),
};

export const demandFor = (plan: Plan, moment: Moment, now = NOW): Demand => ({
  moment,
  plan,
  planDigest: DIGEST,
  profile: briefOf(plan).profile,
  bootId: 'boot-1',
  measuredAt: { identity: now, vehicle: now },
});
