import { after, bytesOf, concat, millis } from '@baylink/kernel';
import { SAMPLE_UNITS } from '@baylink/twin';
import type { Fate, ResponseFate } from '../world/cable.js';
import type { Fault, Site } from './fault.js';

const nameOf = (unit: number): string => SAMPLE_UNITS.find(({ logical }) => logical === unit)?.name ?? '';
const NEGATIVE = 0x7f;
const PENDING = 0x78;

/** Meddles with the next `count` requests to the unit for which `change` has an answer. */
function requests(site: Site, count: number, change: (bytes: Uint8Array) => readonly Fate[] | undefined): void {
  let left = count;
  const end = site.simulation.world.cable.meddle({
    request: (unit, bytes) => {
      const fates = unit === site.unit ? change(bytes) : undefined;
      if (fates === undefined) return undefined;
      site.felt();
      if (--left === 0) end();
      return fates;
    },
  });
}

/** The same for responses; at an end after `lasts` ms in any case. */
function responses(
  site: Site,
  count: number,
  lasts: number,
  change: (bytes: Uint8Array) => readonly ResponseFate[] | undefined,
): void {
  const { world } = site.simulation;
  let left = count;
  const end = world.cable.meddle({
    response: (unit, bytes) => {
      const fates = unit === site.unit ? change(bytes) : undefined;
      if (fates === undefined) return undefined;
      site.felt();
      if (--left === 0) end();
      return fates;
    },
  });
  world.clock.wake(after(world.clock.now(), millis(lasts)), end);
}

const FOREVER = 86_400_000;

const F24: Fault = {
  id: 'F24',
  what: 'the unit resets at block k, or at whatever it is asked next',
  strike: (site) => {
    const { simulation, unit, dice } = site;
    const atBlock = dice.below(3) > 0;
    requests(site, 1, (bytes) => {
      if (atBlock && bytes[0] !== 0x36) return undefined;
      simulation.world.car.feed({ kind: 'action', action: { kind: 'reset', unit: nameOf(unit) } });
      return [{ bytes, delay: 0 }];
    });
  },
};
const F25: Fault = {
  id: 'F25',
  what: 'the unit has written and its 76 is lost',
  season: 'agreed',
  strike: (site) => responses(site, 1 + site.dice.below(4), FOREVER, ([sid]) => (sid === 0x76 ? [] : undefined)),
};
const F26: Fault = {
  id: 'F26',
  what: 'a request is lost, and perhaps those behind it',
  strike: (site) => requests(site, 1 + site.dice.below(5), () => []),
};
const F27: Fault = {
  id: 'F27',
  what: '0x78 several times, for ever, or before a refusal',
  strike: (site) => {
    const { unit, dice } = site;
    const ending = dice.pick(['answer', 'silence', 'refusal']);
    const count = ending === 'silence' ? 40 : 1 + dice.below(6);
    responses(site, 1, FOREVER, (bytes) => {
      const sid = bytes[0] === NEGATIVE ? (bytes[1] ?? 0) : (bytes[0] ?? 0) - 0x40;
      const fates: ResponseFate[] = [];
      for (let turn = 0; turn < count; turn++)
        fates.push({ from: unit, bytes: bytesOf(NEGATIVE, sid, PENDING), delay: turn * 3_000 });
      const delay = count * 3_000;
      if (ending === 'answer') fates.push({ from: unit, bytes, delay });
      if (ending === 'refusal') fates.push({ from: unit, bytes: bytesOf(NEGATIVE, sid, 0x72), delay });
      return fates;
    });
  },
};
const F28: Fault = {
  id: 'F28',
  what: 'a block reaches the unit with the wrong counter (73)',
  season: 'agreed',
  strike: (site) =>
    requests(site, 1, (bytes) =>
      bytes[0] === 0x36
        ? [{ bytes: concat(bytesOf(0x36, (bytes[1] ?? 0) ^ 0x40), bytes.slice(2)), delay: 0 }]
        : undefined,
    ),
};
const F29: Fault = {
  id: 'F29',
  what: 'the unit refuses with 21 22 24 31 33 35 70 71 72 92 or 93',
  strike: (site) => {
    const nrc = site.dice.pick([0x21, 0x22, 0x24, 0x31, 0x33, 0x35, 0x70, 0x71, 0x72, 0x92, 0x93]);
    responses(site, 1 + site.dice.below(3), FOREVER, (bytes) =>
      bytes[0] === NEGATIVE
        ? undefined
        : [{ from: site.unit, bytes: bytesOf(NEGATIVE, (bytes[0] ?? 0) - 0x40, nrc), delay: 0 }],
    );
  },
};
const F33: Fault = {
  id: 'F33',
  what: 'the cable is moved: a unit with another serial number answers for a while',
  strike: (site) =>
    responses(site, Number.POSITIVE_INFINITY, site.dice.pick([3_000, 30_000]), (bytes) =>
      bytes[0] === 0x62 && bytes[1] === 0xf1 && bytes[2] === 0x8c
        ? [{ from: site.unit, bytes: concat(bytes.slice(0, -1), bytesOf(0x39)), delay: 0 }]
        : undefined,
    ),
};
const F34: Fault = {
  id: 'F34',
  what: 'the unit gives another block length, also one that leaves no data',
  season: 'agreed',
  strike: (site) => {
    const length = site.dice.pick([0x0082, 0x0042, 0x0002, 0x0000]);
    responses(site, 1, FOREVER, (bytes) =>
      bytes[0] === 0x74
        ? [{ from: site.unit, bytes: bytesOf(0x74, 0x20, length >> 8, length & 0xff), delay: 0 }]
        : undefined,
    );
  },
};
const F35: Fault = {
  id: 'F35',
  what: 'the check has passed and the application does not start: after the reset it names no software',
  strike: (site) => {
    let dead = false;
    responses(site, 1 + site.dice.below(8), FOREVER, (bytes) => {
      if (bytes[0] === 0x51) dead = true;
      const asked = dead && bytes[0] === 0x62 && bytes[1] === 0xf1 && bytes[2] === 0x89;
      return asked ? [{ from: site.unit, bytes: bytesOf(NEGATIVE, 0x22, 0x31), delay: 0 }] : undefined;
    });
  },
};
const F36: Fault = {
  id: 'F36',
  what: 'an answer that reads memory or a value is cut short',
  strike: (site) =>
    responses(site, 1, FOREVER, (bytes) =>
      (bytes[0] === 0x63 || bytes[0] === 0x62) && bytes.length > 4
        ? [{ from: site.unit, bytes: bytes.slice(0, 3 + site.dice.below(bytes.length - 3)), delay: 0 }]
        : undefined,
    ),
};

export const UNIT_FAULTS: readonly Fault[] = [F24, F25, F26, F27, F28, F29, F33, F34, F35, F36];
