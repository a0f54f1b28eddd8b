import { after, bytesOf, millis } from '@baylink/kernel';
import type { LinkError } from '@baylink/transport-vehicle';
import type { Fault, Site } from './fault.js';

const later = ({ simulation: { world } }: Site, wait: number, run: () => void): void =>
  void world.clock.wake(after(world.clock.now(), millis(wait)), run);

const F32: Fault = {
  id: 'F32',
  what: 'the bus goes off, or another tester talks and its answers are heard here',
  strike: (site) => {
    const { cable } = site.simulation.world;
    if (site.dice.below(2) === 0) {
      site.felt();
      cable.unplug('The adapter has left the bus (bus-off): check the termination and the cable.');
      later(site, site.dice.pick([100, 4_000]), () => cable.plug());
      return;
    }
    for (let answer = 0; answer < 30; answer++)
      later(site, answer * 40, () => {
        site.felt();
        cable.intrude(site.unit, Uint8Array.from(site.dice.pick(STRAYS)));
      });
  },
};
const STRAYS: [number[], ...number[][]] = [
  [0x62, 0xf1, 0x90, 0x58],
  [0x76, 0x01],
  [0x71, 0x01, 0xff, 0x00],
  [0x7f, 0x22, 0x78],
  [0x7f, 0x36, 0x72],
  [0x50, 0x01, 0x00, 0x32, 0x01, 0xf4],
  [0x67, 0x01, 0x11, 0x22, 0x33, 0x44],
];
const F37: Fault = {
  id: 'F37',
  what: 'the adapter is unplugged, and plugged in again',
  strike: (site) => {
    const { cable } = site.simulation.world;
    cable.unplug('The adapter was unplugged: plug it in again.');
    site.felt();
    later(site, site.dice.pick([200, 6_000, 300_000]), () => cable.plug());
  },
};
const F38: Fault = {
  id: 'F38',
  what: 'the DoIP entity resets the connection, and denies routing for a while',
  strike: (site) => {
    const { cable } = site.simulation.world;
    cable.unplug('The gateway closed the connection and denies routing activation (0x01): all its sockets are in use.');
    site.felt();
    later(site, 1_000 + site.dice.below(12_000), () => cable.plug());
  },
};
const F39: Fault = {
  id: 'F39',
  what: 'the echo of a K-Line interface fails: what is sent is not sent',
  strike: (site) => {
    site.simulation.world.cable.refuse(1 + site.dice.below(4), NO_ECHO, site.felt);
  },
};
const NO_ECHO: LinkError = { kind: 'protocol', message: 'The interface did not hear its own byte: check the line.' };

/** Flow control as a tester's peer should not send it. (ISO 15765-2 9.6.5) */
const CONTROLS: readonly [number[], ...number[][]] = [
  [0x32, 0x00, 0x00],
  [0x30, 0x00, 0x80],
  [0x30, 0x00, 0xfa],
  [0x30, 0x01, 0x01],
  [0x30, 0x05, 0x00],
  [0x3f, 0x00, 0x00],
];
const F30: Fault = {
  id: 'F30',
  what: 'flow control: WAIT storm, overflow, reserved STmin, another block size',
  strike: (site) => {
    const storm = site.dice.below(3) === 0;
    site.simulation.world.cable.meddleFrames(1 + site.dice.below(3), ({ data, from }) => {
      if (from === 'shop' || (data[0] ?? 0) >> 4 !== 3) return undefined;
      site.felt();
      const wait = { data: pad(bytesOf(0x31, 0, 0)), delay: 0 };
      if (storm) return Array.from({ length: 30 }, (_, turn) => ({ ...wait, delay: turn * 90 }));
      return [{ data: pad(Uint8Array.from(site.dice.pick([...CONTROLS]))), delay: 0 }];
    });
  },
};
const F31: Fault = {
  id: 'F31',
  what: 'a consecutive frame is lost, doubled or has the wrong number',
  strike: (site) => {
    const way = site.dice.pick(['lost', 'doubled', 'number']);
    site.simulation.world.cable.meddleFrames(1 + site.dice.below(3), ({ data }) => {
      if ((data[0] ?? 0) >> 4 !== 2) return undefined;
      site.felt();
      const frame = { data, delay: 0 };
      if (way === 'lost') return [];
      if (way === 'doubled') return [frame, frame];
      return [{ data: Uint8Array.from(data, (byte, at) => (at === 0 ? 0x20 | ((byte + 5) & 0x0f) : byte)), delay: 0 }];
    });
  },
};

const pad = (bytes: Uint8Array): Uint8Array => Uint8Array.from({ length: 8 }, (_, at) => bytes[at] ?? 0xcc);

export const WIRE_FAULTS: readonly Fault[] = [F30, F31, F32, F37, F38, F39];
