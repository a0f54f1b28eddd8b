import { SAMPLE_CAR } from '@baylink/safety';
import { SimulatedClock } from '@baylink/testing';
import { expect, test } from 'vitest';
import { parseLinkSpec } from '../link-spec.js';

test.each([
  ['kline:/dev/ttyUSB0', { path: '/dev/ttyUSB0' }],
  ['kline:COM4?init=five-baud&low=speed', { path: 'COM4', init: 'five-baud', low: 'speed' }],
  ['kline:/tmp/kl?echo=off&p4=0', { path: '/tmp/kl', echo: 'off', p4: 0 }],
])('[SHP-R31] --link %s names a K-Line interface', (text, place) => {
  const spec = parseLinkSpec(text);
  if (!spec.ok) throw new Error(spec.error);
  expect(spec.value).toMatchObject({ kind: 'kline', place });
  const units = SAMPLE_CAR.units.map(({ address }) => address);
  expect(spec.value.make({ units, clock: new SimulatedClock() }).kind).toBe('k-line');
});

test.each([
  ['kline:/dev/ttyUSB0?init=slow', /init is not "slow"; give init=auto or fast or five-baud or none/],
  ['kline:/dev/ttyUSB0?p4=30', /p4 is not "30"; give p4=MS from 0 to 20/],
])('[SHP-R31] --link %s is refused in one sentence', (text, sentence) => {
  expect(parseLinkSpec(text)).toMatchObject({ ok: false, error: expect.stringMatching(sentence) });
});
