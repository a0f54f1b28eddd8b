import { after, millis } from '@baylink/kernel';
import { TERMS } from '../people/expert.js';
import { IDS } from '../people/parties.js';
import type { Passage } from '../world/wan.js';
import type { Fault, Site } from './fault.js';

const later = ({ simulation: { world } }: Site, wait: number, run: () => void): void =>
  void world.clock.wake(after(world.clock.now(), millis(wait)), run);

/** As soon as what goes on has returned: nobody speaks into the middle of a call of the shop, to its disk perhaps. */
const atOnce = (run: () => void): void => void Promise.resolve().then(run);

/** At once where there is nothing to wait for: some steps of a job take no time. */
const soon = (site: Site, wait: number, run: () => void): void => (wait === 0 ? atOnce(run) : later(site, wait, run));

/** A message that is on its way already, or has that still before it. */
const arrive = (site: Site, run: () => void): void =>
  site.dice.below(2) === 0 ? atOnce(run) : site.simulation.world.wan.carry(run);

/** Everything that crosses the internet in the next `lasts` ms has this fate. */
function weather(site: Site, lasts: number, fate: () => Passage): void {
  const end = site.simulation.world.wan.meddle(() => {
    site.felt();
    return fate();
  });
  later(site, lasts, end);
}

const F1: Fault = {
  id: 'F1',
  what: 'the internet is cut for 1 s, 6 s or 10 min',
  season: 'plan comes',
  strike: (site) => weather(site, site.dice.pick([1_000, 6_000, 600_000]), () => []),
};
const F2: Fault = {
  id: 'F2',
  what: 'a half-open connection: every second message is swallowed',
  season: 'plan comes',
  strike: (site) => {
    let swallow = false;
    weather(site, 30_000, () => {
      swallow = !swallow;
      return swallow ? [] : [40];
    });
  },
};
const F3: Fault = {
  id: 'F3',
  what: 'messages arrive twice and in another order',
  season: 'plan comes',
  strike: (site) => weather(site, 20_000, () => [site.dice.below(3_000), site.dice.below(3_000)]),
};
const F4: Fault = {
  id: 'F4',
  what: 'the broker starts again: away for 2 to 8 s, then everything at once',
  season: 'plan comes',
  strike: (site) => {
    const lasts = 2_000 + site.dice.below(6_000);
    const until = site.simulation.world.clock.now() + lasts;
    weather(site, lasts, () => [until - site.simulation.world.clock.now() + 40]);
  },
};
const F5: Fault = {
  id: 'F5',
  what: 'two nodes of the broker own the shop: the plan is offered by both, the second with an older epoch',
  strike: (site) => {
    const { simulation } = site;
    for (const epoch of [1, 0])
      arrive(site, () => {
        if (simulation.shop === undefined) return;
        site.felt();
        simulation.shop.offer(simulation.order.jws, { ...TERMS, epoch }).catch(simulation.threw);
      });
  },
};
const F6: Fault = {
  id: 'F6',
  what: 'the store behind the broker is emptied',
  strike: (site) => {
    site.simulation.world.broker.forget();
    site.felt();
  },
};
const F7: Fault = {
  id: 'F7',
  what: 'the connection clogs: everything takes 5 to 14 s',
  season: 'plan comes',
  strike: (site) => weather(site, 60_000, () => [5_000 + site.dice.below(9_000)]),
};
const F8: Fault = {
  id: 'F8',
  what: 'the plan is changed after it was shown: another one is offered, and agreed to by its digest',
  strike: (site) => {
    const { simulation } = site;
    arrive(site, () => {
      const { shop } = simulation;
      if (shop === undefined) return;
      site.felt();
      shop.offer(simulation.order.changed, TERMS).catch(simulation.threw);
      shop.jobs
        .acknowledge({ job: IDS.job, planDigest: 'c'.repeat(64), held: millis(3_500) } as never)
        .catch(simulation.threw);
    });
  },
};
const F9: Fault = {
  id: 'F9',
  what: 'an acknowledgement is played again, five times over',
  season: 'agreed',
  strike: (site) => {
    const { simulation } = site;
    for (let turn = 0; turn < 5; turn++)
      soon(site, turn * site.dice.below(900), () => {
        if (simulation.agreed === undefined) return;
        site.felt();
        simulation.shop?.jobs.acknowledge(simulation.agreed).catch(simulation.threw);
      });
  },
};
const F10: Fault = {
  id: 'F10',
  what: 'a storm of stops by expert and technician',
  strike: (site) => {
    const { simulation } = site;
    for (let stop = 0; stop < 200; stop++)
      soon(site, stop === 0 ? 0 : site.dice.below(4_000), () => {
        if (simulation.shop?.jobs.stop(IDS.job, stop % 4 === 0 ? 'technician' : 'expert').ok) site.felt();
      });
  },
};
const F11: Fault = {
  id: 'F11',
  what: 'a flood of interactive requests, among them such that write',
  strike: (site) => {
    const { simulation, unit, dice } = site;
    const units = [unit, 0x1000, 0x1001, 0x1002] as const;
    for (let message = 0; message < 400; message++) {
      const bytes = Uint8Array.from(dice.pick(FLOOD));
      const to = dice.pick([...units]);
      soon(site, message === 0 ? 0 : dice.below(1_000), () => {
        if (simulation.shop === undefined) return;
        site.felt();
        simulation.shop.vehicle.tester.ask(to, bytes).catch(simulation.threw);
      });
    }
  },
};
const FLOOD: [number[], ...number[][]] = [
  [0x22, 0xf1, 0x90],
  [0x2e, 0x06, 0x01, 0x07],
  [0x31, 0x01, 0xff, 0x00, 0x44, 0, 0, 0x80, 0, 0, 0, 0x10, 0],
  [0x11, 0x01],
  [0x10, 0x01],
  [0x10, 0x02],
  [0x28, 0x00, 0x01],
  [0x36, 0x01, 0xff],
  [0x3e, 0x00],
];

export const WAN_FAULTS: readonly Fault[] = [F1, F2, F3, F4, F5, F6, F7, F8, F9, F10, F11];
