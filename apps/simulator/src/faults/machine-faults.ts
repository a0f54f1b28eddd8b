import { after, millis } from '@baylink/kernel';
import { PLACES } from '../world/places.js';
import type { Fault, Site } from './fault.js';

const later = ({ simulation: { world } }: Site, wait: number, run: () => void): void =>
  void world.clock.wake(after(world.clock.now(), millis(wait)), run);

/** Longer than S3 once the process has been started again. (ISO 14229-2) */
const LONG = 7_000;

const F12: Fault = {
  id: 'F12',
  what: 'the process is killed; another one starts within S3, and the keeper has seen how far a transfer had come',
  strike: ({ simulation, dice, felt }) => {
    simulation.downtime = millis(500 + dice.below(3_000));
    simulation.kill();
    felt();
  },
};
const F13: Fault = {
  id: 'F13',
  what: 'process and keeper are killed: every session lapses',
  strike: ({ simulation, dice, felt }) => {
    simulation.downtime = millis(LONG + dice.below(600_000));
    simulation.kill();
    simulation.world.keeper.forget();
    felt();
  },
};
const F14: Fault = {
  id: 'F14',
  what: 'the power of the machine is gone: what was not synced is lost, the last sector torn',
  strike: ({ simulation, dice, felt }) => {
    simulation.downtime = millis(LONG + dice.below(60_000));
    simulation.kill();
    simulation.world.cutPower(dice.below(3) === 0 ? 0 : dice.next());
    felt();
  },
};
const F15: Fault = {
  id: 'F15',
  what: 'one fsync fails with EIO, the next ones do not',
  strike: ({ simulation: { world }, felt }) => {
    const end = world.disturb(({ kind }) => {
      if (kind !== 'sync' && kind !== 'sync-folder') return undefined;
      end();
      felt();
      return { kind: 'fail', code: 'EIO' };
    });
  },
};
const F16: Fault = {
  id: 'F16',
  what: 'the disk is full for a while',
  strike: (site) => {
    const { world } = site.simulation;
    const end = world.disturb(({ kind }) => {
      if (kind !== 'write' && kind !== 'create') return undefined;
      site.felt();
      return { kind: 'fail', code: 'ENOSPC' };
    });
    later(site, site.dice.pick([200, 5_000, 120_000]), end);
  },
};
const F17: Fault = {
  id: 'F17',
  what: 'a bit of a staged file or of a backup flips',
  strike: ({ simulation: { world }, dice, felt }) => {
    const folder = dice.pick([PLACES.staging, PLACES.staging, PLACES.backups]);
    for (const name of world.disk.namesIn(folder)) {
      const size = world.disk.bytesOf(`${folder}/${name}`)?.length ?? 0;
      if (size === 0) continue;
      world.disk.rot(`${folder}/${name}`, dice.below(size * 8));
      felt();
    }
  },
};
const F18: Fault = {
  id: 'F18',
  what: 'names that no folder sync has kept are lost, with a power cut at once or within 1 s',
  strike: (site) => {
    const { simulation } = site;
    const die = (): void => {
      simulation.downtime = millis(LONG);
      simulation.kill();
      simulation.world.cutPower(0);
      site.felt();
    };
    if (site.dice.below(2) === 0) die();
    else later(site, site.dice.below(1_000), die);
  },
};
const F19: Fault = {
  id: 'F19',
  what: 'the laptop sleeps for 8 h; its monotonic clock counts that or does not',
  strike: ({ simulation, dice, felt }) => {
    simulation.stall(8 * 3_600_000, dice.below(2) === 0 ? 'counted' : 'not counted');
    felt();
  },
};
const F20: Fault = {
  id: 'F20',
  what: 'the wall clock jumps by 24 h',
  strike: ({ simulation: { world }, dice, felt }) => {
    world.wallShift += dice.pick([-86_400_000, 86_400_000]);
    felt();
  },
};
const F21: Fault = {
  id: 'F21',
  what: 'the event loop stands still for 6 s',
  strike: ({ simulation, felt }) => {
    simulation.stall(6_000, 'counted');
    felt();
  },
};
const F40: Fault = {
  id: 'F40',
  what: 'the reader of firmware files runs out of memory',
  season: 'plan comes',
  strike: ({ simulation: { world }, felt }) => {
    world.readerFails = felt;
  },
};

export const MACHINE_FAULTS: readonly Fault[] = [F12, F13, F14, F15, F16, F17, F18, F19, F20, F21, F40];
