import { expect, test } from 'vitest';
import { SAMPLE_CAR } from './sample-car.js';
import { tighten } from './tighten.js';
import { tightenings } from './tightening.js';

test('[PRF-R16] every figure that a layer has changed is told with what it was and who did it, in their order', () => {
  const overlaid = tighten(SAMPLE_CAR, { voltage: { low: 13_700 }, publisherRequired: true }).profile;
  const policed = tighten(overlaid, { voltage: { low: 13_800 }, forbidden: ['program'] }).profile;
  expect(
    tightenings(SAMPLE_CAR, [
      { by: 'overlay a', profile: overlaid },
      { by: 'the shop', profile: policed },
    ]),
  ).toEqual([
    { figure: 'voltage.low', from: '13600', to: '13700', by: 'overlay a' },
    { figure: 'publisherRequired', from: 'false', to: 'true', by: 'overlay a' },
    { figure: 'voltage.low', from: '13700', to: '13800', by: 'the shop' },
    { figure: 'forbidden', from: '[]', to: '["program"]', by: 'the shop' },
  ]);
});

test('[PRF-R16] a unit that was added is told once, one that became stricter by what is stricter', () => {
  const [unit, ...others] = SAMPLE_CAR.units;
  if (unit === undefined) throw new Error('the sample car has units');
  const brakes = { ...unit, safety: 'brake' as const };
  const changes = tightenings({ ...SAMPLE_CAR, units: [unit] }, [
    { by: 'overlay a', profile: { ...SAMPLE_CAR, units: [brakes, ...others] } },
  ]);
  expect(changes[0]).toEqual({ figure: `units ${unit.name}.safety`, from: 'null', to: '"brake"', by: 'overlay a' });
  expect(changes.slice(1).map(({ figure, from }) => [figure, from])).toEqual(
    others.map(({ name }) => [`units ${name}`, null]),
  );
});

test('[PRF-R16] a layer that changes nothing, and one that only says another name or source, are not told', () => {
  expect(tightenings(SAMPLE_CAR, [{ by: 'a', profile: { ...SAMPLE_CAR, name: 'another', version: 99 } }])).toEqual([]);
});
