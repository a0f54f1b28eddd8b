import { after, err, type Millis, type Millivolts, millis, millivolts, ok } from '@baylink/kernel';
import type { CarAction } from '@baylink/twin';
import { HONEST, type Instrument, SILENT, UNPLUGGED } from '../world/meter.js';
import type { Fault, Site } from './fault.js';

type BatteryChange = Extract<CarAction, { kind: 'battery' }>['change'];

const NOMINAL = millivolts(13_850);

function change({ simulation: { world } }: Site, wait: number, what: BatteryChange): void {
  world.clock.wake(after(world.clock.now(), millis(wait)), () =>
    world.car.feed({ kind: 'action', action: { kind: 'battery', change: what } }),
  );
}

const to = (volts: number): BatteryChange => ({ kind: 'volts', level: millivolts(volts) });

/** Each brings the supply back, so that the job can come to an end. */
const COURSES: readonly [(site: Site) => void, ...((site: Site) => void)[]] = [
  (site) => {
    change(site, 0, { kind: 'ramp', level: millivolts(9_000 + site.dice.below(4_000)), over: millis(8_000) });
    change(site, 20_000, { kind: 'ramp', level: NOMINAL, over: millis(5_000) });
  },
  (site) => {
    change(site, 0, to(8_500 + site.dice.below(5_000)));
    change(site, site.dice.pick([300, 4_000, 60_000, 1_200_000]), to(NOMINAL));
  },
  (site) => {
    change(site, 0, to(9_500));
    change(site, 5, to(NOMINAL));
  },
  (site) => {
    change(site, 0, to(14_500 + site.dice.below(2_000)));
    change(site, 15_000, to(NOMINAL));
  },
];

const F22: Fault = {
  id: 'F22',
  what: 'the supply ramps, steps, spikes for 5 ms or goes too high',
  strike: (site) => {
    site.dice.pick([...COURSES])(site);
    site.felt();
  },
};

const stuckAt =
  (volts: Millivolts): Instrument =>
  () =>
    ok(volts);
const NONSENSE: Instrument = () => ok(Number.NaN as Millivolts);
const IN_VOLTS: Instrument = (real) => ok(millivolts(Math.round(real / 1_000)));
const MICRO: Instrument = (real) => ok((real * 1_000) as Millivolts);
const LOOSE: Instrument = () => err('The contact is loose.');

const F23: Fault = {
  id: 'F23',
  what: 'the voltage source sticks, says NaN, is unplugged, falls silent or has the wrong unit',
  strike: ({ simulation: { world }, dice, felt }) => {
    const broken = dice.pick([stuckAt(world.car.voltage()), NONSENSE, UNPLUGGED, SILENT, IN_VOLTS, MICRO, LOOSE]);
    world.meter.instrument = (real) => {
      felt();
      return broken(real);
    };
    const back: Millis = after(world.clock.now(), millis(dice.pick([300, 5_000, 60_000])));
    world.clock.wake(back, () => {
      world.meter.instrument = HONEST;
    });
  },
};

export const SUPPLY_FAULTS: readonly Fault[] = [F22, F23];
