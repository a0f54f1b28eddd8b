import { expect, test } from 'vitest';
import { profileOf } from './profiles.table.js';

const CLORE = /OE table collected by Clore Automotive/;
const BMW = /BMW service information/;
const OWN = /Baylink default/;

/** As published, in millivolts; one figure that a maker wants exactly has a tolerance of a tenth of a volt. */
const PUBLISHED: readonly (readonly [
  id: string,
  low: number,
  high: number,
  critical: number,
  low: RegExp,
  high: RegExp,
])[] = [
  ['stellantis', 13_200, 13_500, 10_500, CLORE, /not above 13\.5.*13\.99/],
  ['gm', 13_300, 13_500, 10_500, CLORE, /13\.4 V.*12 to 14 V/],
  ['jaguar-land-rover', 13_300, 13_500, 10_500, CLORE, CLORE],
  ['ford', 12_600, 13_600, 10_500, CLORE, CLORE],
  ['hyundai', 13_400, 13_600, 10_500, CLORE, CLORE],
  ['kia', 13_400, 13_600, 10_500, CLORE, CLORE],
  ['lexus', 13_400, 13_600, 10_500, CLORE, CLORE],
  ['mazda', 13_400, 13_600, 10_500, CLORE, CLORE],
  ['nissan', 13_400, 13_600, 10_500, CLORE, CLORE],
  ['mercedes-benz', 12_500, 14_500, 10_500, CLORE, CLORE],
  ['audi', 12_500, 14_200, 10_500, /above 12\.5 V/, /no upper figure/],
  ['porsche', 14_100, 14_300, 10_500, /14\.2 V is ideal/, CLORE],
  ['bmw', 14_100, 14_300, 13_000, BMW, BMW],
  ['bmw-lithium', 13_700, 13_900, 13_000, /13\.8 V for a lithium battery/, BMW],
  ['truck-24v', 27_200, 28_400, 21_000, OWN, OWN],
  ['unknown', 13_600, 14_200, 10_500, OWN, OWN],
];

test.each(PUBLISHED)(
  '[PRF-R14] %s is supplied as its maker has published',
  (id, low, high, critical, ofLow, ofHigh) => {
    const { voltage } = profileOf(id);
    expect(voltage).toMatchObject({ low, high, critical });
    expect(voltage.sources).toMatchObject({ low: expect.stringMatching(ofLow), high: expect.stringMatching(ofHigh) });
    expect(voltage).toMatchObject({ soak: 10_000, rippleWindow: 1_000, stuck: 'refuse' });
    expect(voltage.ripple).toBeLessThan(100);
    expect(voltage.sources.ripple).toMatch(/below 100 mV for all makes/);
  },
);

test('[PRF-R14] below 13.0 V nothing more is sent to a BMW, as its maker wants', () => {
  for (const id of ['bmw', 'bmw-lithium'])
    expect(profileOf(id).voltage.sources.critical).toMatch(/never below 13\.0 V during programming/);
});
